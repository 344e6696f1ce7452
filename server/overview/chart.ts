import type { DayCount } from '../directory/query.ts';
import type { DayChart } from './views.ts';

const width = 600;
const height = 120;
const gap = 3;
/** So that a day with one user beside one with thousands can still be seen. */
const leastHeight = 2;

const number = new Intl.NumberFormat('en');

/** Draws a bar for each day, the highest as high as the drawing. */
export function dayChart(
  { id, title, note }: Pick<DayChart, 'id' | 'title' | 'note'>,
  series: readonly DayCount[],
): DayChart {
  const most = Math.max(0, ...series.map(({ count }) => count));
  const sum = series.reduce((all, { count }) => all + count, 0);
  const step = width / Math.max(1, series.length);
  return {
    id,
    title,
    note,
    summary: `${number.format(sum)} in ${series.length} days`,
    width,
    height,
    bars: series.map(({ day, count }, index) => {
      const length = count === 0 ? 0 : Math.max(leastHeight, Math.round((height * count) / most));
      return {
        x: Math.round(10 * (index * step + gap / 2)) / 10,
        y: height - length,
        width: Math.round(10 * (step - gap)) / 10,
        height: length,
        label: `${day}: ${number.format(count)}`,
      };
    }),
    most: number.format(most),
    firstDay: series[0]?.day ?? '',
    lastDay: series.at(-1)?.day ?? '',
    days: series.map(({ day, count }) => ({ day, count: number.format(count) })).reverse(),
  };
}
