import { PoolkeeperError } from '../../errors.ts';

/** An export reads as fast as it is taken; more at a time would slow down every page. */
const mostAtOnce = 3;

export type ExportSlots = {
  /**
   * @param operator sub of the operator
   * @returns what gives the slot back; calling it again does nothing
   * @throws PoolkeeperError `export_under_way` or `too_many_exports` (429)
   */
  take(operator: string): () => void;
};

/** Lets each operator have one export at a time, and a process a few. */
export function createExportSlots(): ExportSlots {
  const operators = new Set<string>();
  return {
    take(operator) {
      if (operators.has(operator)) {
        throw tooMany(
          'export_under_way',
          'You have an export under way. Wait until it is complete, or cancel the download in your browser, then try again.',
        );
      }
      if (operators.size >= mostAtOnce) {
        throw tooMany(
          'too_many_exports',
          `${mostAtOnce} exports are under way, the most at a time. Try again when one of them is complete.`,
        );
      }
      operators.add(operator);
      let isTaken = true;
      return () => {
        if (isTaken) operators.delete(operator);
        isTaken = false;
      };
    },
  };
}

function tooMany(code: string, publicMessage: string): PoolkeeperError {
  return new PoolkeeperError({ code, status: 429, publicMessage, retryAfter: 30 });
}
