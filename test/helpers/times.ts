/**
 * Compares how long two things take, one measurement of each in turn, so that a slow moment of the machine
 * meets both.
 *
 * @returns how often one takes longer than the other, of all pairs: 0.5 when they take the same time,
 *   0 or 1 when each measurement tells them apart (the statistic of Mann and Whitney, by the number of pairs)
 */
export async function rankOfTimes(
  rounds: number,
  measure: {
    readonly one: (round: number) => Promise<number>;
    readonly other: (round: number) => Promise<number>;
  },
): Promise<number> {
  const one: number[] = [];
  const other: number[] = [];
  for (let round = 0; round < rounds; round += 1) {
    const isFirst = round % 2 === 0;
    if (isFirst) one.push(await measure.one(round));
    other.push(await measure.other(round));
    if (!isFirst) one.push(await measure.one(round));
  }
  const longer = one.flatMap((time) => other.map((rival): number => (time > rival ? 1 : 0)));
  return longer.reduce((sum, each) => sum + each, 0) / longer.length;
}
