import { expect, it, onTestFinished } from 'vitest';
import { openDatabase } from '../../server/db/database.ts';
import { standardSort } from '../../server/directory/query.ts';
import { parseSearch } from '../../server/directory/search-language.ts';
import { eachDatabase } from '../helpers/each-database.ts';
import { expectEqual, mirrorOf, testPool, walked } from './pool.ts';

eachDatabase((open) => {
  it('equals the pool after the first walk, and after each one that follows a change', async () => {
    const { database } = await open();
    const pool = await testPool({ users: 500 });
    const directory = await mirrorOf(pool, database);
    await walked(directory);
    await expectEqual(directory, pool);

    await pool.create('new.one', { name: 'New One', 'custom:tenant': 'acme' });
    await pool.join('new.one', 'editors');
    const [first, second, third] = [...(await pool.everybody()).values()]
      .filter(({ user }) => user.status === 'CONFIRMED' && user.isEnabled)
      .map(({ user }) => user.username);
    await pool.remove(first ?? '');
    await pool.disable(second ?? '');
    await pool.update(third ?? '', { name: 'Zaphod Beeblebrox' });
    await walked(directory);
    await expectEqual(directory, pool);

    await pool.confirm('new.one');
    await pool.leave('new.one', 'editors');
    await walked(directory);
    await expectEqual(directory, pool);
    const { user } = (await directory.reader.find('new.one')) ?? {};
    const timeline = await directory.reader.timeline(user?.sub ?? '', 10);
    expect(timeline.map(({ field, from, to, source }) => [field, from, to, source])).toEqual([
      ['group', 'editors', '', 'sync'],
      ['status', 'FORCE_CHANGE_PASSWORD', 'CONFIRMED', 'sync'],
      ['group', '', 'editors', 'sync'],
      ['created', '', 'FORCE_CHANGE_PASSWORD', 'sync'],
    ]);
    const { terms = [] } = parseSearch('zaphod');
    const { users } = await directory.reader.list({
      terms,
      sort: standardSort,
      cursor: undefined,
      limit: 5,
    });
    expect(users.map((found) => found.user.username)).toEqual([third]);
    expect((await directory.reader.find(first ?? ''))?.deletedAt).toBeInstanceOf(Date);
  });

  it('shows at once what an action did, with the number of its audit entry', async () => {
    const { database } = await open();
    const pool = await testPool({ users: 30 });
    const directory = await mirrorOf(pool, database);
    await walked(directory);
    await pool.create('fresh');
    await directory.refresh('fresh', 7);
    await pool.join('fresh', 'editors');
    await pool.confirm('fresh');
    await directory.refresh('fresh', 8);
    await expectEqual(directory, pool);
    const found = await directory.find('fresh');
    expect(found).toMatchObject({ groups: ['editors'], problem: '' });
    const timeline = await directory.reader.timeline(found?.user.sub ?? '', 10);
    expect(timeline.map(({ field, source, auditNumber }) => [field, source, auditNumber])).toEqual([
      ['group', 'action', 8],
      ['status', 'action', 8],
      ['created', 'action', 7],
    ]);
    await pool.remove('fresh');
    await directory.refresh('fresh', 9);
    await expectEqual(directory, pool);
    expect(await directory.find('fresh')).toBeUndefined();
  });

  it('writes nothing for users who have not changed', async () => {
    const { database } = await open();
    const pool = await testPool({ users: 200 });
    const directory = await mirrorOf(pool, database);
    await walked(directory);
    const written = () =>
      database.selectFrom('directoryUser').select(['id', 'writtenAt']).orderBy('id').execute();
    const before = await written();
    await walked(directory);
    expect(await written()).toEqual(before);
    expect(await database.selectFrom('directoryChange').selectAll().execute()).toEqual([]);
  });

  it('is synced by one of two processes, and by the other when that one dies', async () => {
    const { database, url } = await open();
    const other = url === 'file::memory:' ? database : await openDatabase(url);
    onTestFinished(async () => {
      if (other !== database) await other.destroy();
    });
    const pool = await testPool({ users: 100 });
    const times = { lease: 400, renewal: 50 };
    const one = await mirrorOf(pool, database, { holder: 'one', times });
    const two = await mirrorOf(pool, other, { holder: 'two', times });
    let walksOfTwo = 0;
    two.events.on('complete', () => {
      walksOfTwo += 1;
    });
    await walked(one);
    two.start();
    await walked(one);
    expect(walksOfTwo).toBe(0);
    await one.stop();
    await pool.create('late');
    await walked(two);
    await expectEqual(two, pool);
  });

  it('stays readable when the pool cannot be reached, and says so', async () => {
    const { database } = await open();
    const pool = await testPool({ users: 20 });
    const directory = await mirrorOf(pool, database);
    await walked(directory);
    const wanted = await pool.everybody();
    const [somebody] = wanted.values();
    await pool.close();
    const found = await directory.find(somebody?.user.username ?? '');
    expect(found?.user).toEqual(somebody?.user);
    expect(found?.problem).toContain('last known');
    expect((await directory.reader.summary([])).count.total).toBe(wanted.size);
  });
});
