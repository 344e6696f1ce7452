import { identificationOf, isGenerated } from '../../actions/display-name.ts';
import type { DirectoryReader } from '../../directory/query.ts';
import type { JobUser } from '../job.ts';

/**
 * What the users of a job are called, in their order: the username, or name and address where Cognito
 * generates the username. A user that the mirror does not know has only the username.
 */
export function namesOf(
  reader: DirectoryReader,
  users: readonly JobUser[],
): Promise<readonly string[]> {
  return Promise.all(
    users.map(async (user) => {
      if (!isGenerated(user)) return user.username;
      const found = await reader.find(user.sub);
      return found === undefined ? user.username : identificationOf(found.user);
    }),
  );
}
