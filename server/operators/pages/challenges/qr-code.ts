import { encode } from 'uqr';

/** A QR code to be drawn as one SVG path, a module being one unit wide. */
export type QrCode = { readonly size: number; readonly path: string };

/** Modules of white around the code, as many as scanners want to see. Source: ISO/IEC 18004. */
const quietZone = 4;

/** @param text at most some 2,300 bytes */
export function qrCode(text: string): QrCode {
  const { data, size } = encode(text, { ecc: 'M', border: quietZone });
  const rows = data.map((row, y) =>
    runsOf(row)
      .map(({ start, length }) => `M${start} ${y}h${length}v1h-${length}z`)
      .join(''),
  );
  return { size, path: rows.join('') };
}

/** The unbroken black stretches of a row. */
function runsOf(row: readonly boolean[]): { start: number; length: number }[] {
  const runs: { start: number; length: number }[] = [];
  for (const [x, isBlack] of row.entries()) {
    if (!isBlack) continue;
    const last = runs.at(-1);
    if (last && last.start + last.length === x) last.length += 1;
    else runs.push({ start: x, length: 1 });
  }
  return runs;
}
