import { describe, expect, it } from 'vitest';
import { actions } from '../../server/actions/registry.ts';
import { iconNames, readIcons } from '../../server/web/rendering/icons.ts';
import { type ProjectFile, readFiles } from '../house/files.ts';

const textOf = (files: readonly ProjectFile[]): string => files.map(({ text }) => text).join('\n');

describe('Icons', () => {
  it('exist for every action', () => {
    const icon = readIcons();
    for (const action of actions) expect(() => icon(action.icon)).not.toThrow();
  });

  it('are all used', () => {
    const views = textOf(readFiles(['views'], '.eta'));
    const server = textOf(readFiles(['server'], '.ts'));
    const isUsed = (name: string): boolean =>
      views.includes(`'${name}'`) || server.includes(`icon: '${name}'`);
    expect(iconNames.filter((name) => !isUsed(name))).toEqual([]);
  });

  it('stand in the order of the alphabet, each once', () => {
    expect(iconNames).toEqual([...new Set(iconNames)].sort());
  });
});
