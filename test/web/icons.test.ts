import { describe, expect, it } from 'vitest';
import { actions } from '../../server/actions/registry.ts';
import { iconNames, readIcons } from '../../server/web/icons.ts';
import { readFiles } from '../house/files.ts';

describe('Icons', () => {
  it('exist for every action', () => {
    const icon = readIcons();
    for (const action of actions) expect(() => icon(action.icon)).not.toThrow();
  });

  it('are all used', () => {
    const places = [...readFiles(['views'], '.eta'), ...readFiles(['server'], '.ts')]
      .filter(({ path }) => path !== 'server/web/icons.ts')
      .map(({ text }) => text)
      .join('\n');
    expect(iconNames.filter((name) => !places.includes(`'${name}'`))).toEqual([]);
  });

  it('stand in the order of the alphabet, each once', () => {
    expect(iconNames).toEqual([...new Set(iconNames)].sort());
  });
});
