/**
 * Lets all callers share one answer for a while, a failure too: however many ask, what is behind is
 * called once in that time.
 *
 * @param keptFor milliseconds from when it was asked
 * @param elapsed monotonic milliseconds
 */
export function shareAnswer<Answer>(
  ask: () => Promise<Answer>,
  keptFor: number,
  elapsed: () => number,
): () => Promise<Answer> {
  let shared: { readonly answer: Promise<Answer>; readonly until: number } | undefined;
  return () => {
    const time = elapsed();
    if (shared === undefined || time >= shared.until) {
      shared = { answer: ask(), until: time + keptFor };
    }
    return shared.answer;
  };
}
