/** A process that does nothing but upgrade a database, to be killed: `node ... DATABASE_URL`. */
import { openDatabase } from '../../server/db/database.ts';

process.stdout.write('begun\n');
const database = await openDatabase(process.argv[2] ?? '');
process.stdout.write('done\n');
await database.destroy();
