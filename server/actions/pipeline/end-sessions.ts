import type { Plan, RunPart } from '../action.ts';
import type { ActionRequest } from './request.ts';

/**
 * Ends every session of a person at this server, in all processes, but for one of the console: those of an
 * operator, and those of a user of applications in cookie mode.
 *
 * @returns how many ended
 */
export type EndSessions = (sub: string, except?: string) => Promise<number>;

type Parts = {
  readonly endSessions: EndSessions;
  readonly runPart: RunPart;
  /** Called with errors that do not change what was done. */
  readonly report: (error: unknown) => void;
};

/**
 * Ends the sessions of a person whose password or second factor an action has changed, or whose
 * access it has taken away. It happens whatever the pool answered, since a lost answer may hide that
 * it was done. The audit has it as a part of the action when there were sessions to end.
 */
export async function endConsoleSessions(
  { action, operator }: ActionRequest,
  { auditTarget }: Plan,
  { endSessions, runPart, report }: Parts,
): Promise<void> {
  const { kind, sub } = auditTarget;
  if (action.endsSessions === undefined || kind !== 'user') return;
  const isSpared = action.endsSessions === 'others' && sub === operator.sub;
  try {
    const ended = await endSessions(sub, isSpared ? operator.sessionId : undefined);
    if (ended > 0) await runPart('end-console-sessions', async () => undefined);
  } catch (error) {
    report(error);
    const failed = async (): Promise<never> => Promise.reject(error);
    await runPart('end-console-sessions', failed).catch(report);
  }
}
