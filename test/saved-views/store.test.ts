import { expect, it } from 'vitest';
import { createSavedViews, mostViews } from '../../server/saved-views/store.ts';
import { eachDatabase } from '../helpers/each-database.ts';

const view = { name: 'Stuck', ownerSub: 'a', ownerName: 'alice', isShared: false, query: 'q=x' };

eachDatabase((open) => {
  const opened = async () => createSavedViews((await open()).database);

  it('shows views to their owner, and shared ones to everybody, in their own pool', async () => {
    const views = await opened();
    await views.add('one', view);
    await views.add('one', { ...view, name: 'All', isShared: true });
    await views.add('two', view);
    expect((await views.list('one', 'a')).map(({ name }) => name)).toEqual(['All', 'Stuck']);
    expect((await views.list('one', 'b')).map(({ name }) => name)).toEqual(['All']);
    const [own] = await views.list('two', 'a');
    expect(await views.find('two', 'a', own?.id ?? 0)).toEqual({ ...view, id: own?.id });
    expect(await views.find('two', 'b', own?.id ?? 0)).toBeUndefined();
    expect(await views.find('one', 'a', own?.id ?? 0)).toBeUndefined();
  });

  it('keeps names apart for each owner', async () => {
    const views = await opened();
    await views.add('one', view);
    await views.add('one', { ...view, ownerSub: 'b' });
    await expect(views.add('one', { ...view, query: '' })).rejects.toMatchObject({ status: 409 });
    await views.add('one', { ...view, name: 'Other' });
    const other = (await views.list('one', 'a')).find(({ name }) => name === 'Other');
    const change = (name: string) => views.change(other?.id ?? 0, { name, isShared: true });
    await expect(change('Stuck')).rejects.toMatchObject({ code: 'saved_search_exists' });
    await change('Other');
    await change('Renamed');
    expect(await views.find('one', 'c', other?.id ?? 0)).toMatchObject({ name: 'Renamed' });
  });

  it('deletes one, and lets nobody have too many', async () => {
    const views = await opened();
    for (let index = 0; index < mostViews; index += 1) {
      await views.add('one', { ...view, name: `View ${index}` });
    }
    await expect(views.add('one', view)).rejects.toMatchObject({ code: 'too_many_saved_searches' });
    const [first] = await views.list('one', 'a');
    await views.remove(first?.id ?? 0);
    await views.add('one', view);
    expect(await views.list('one', 'a')).toHaveLength(mostViews);
  });
});
