import type { FastifyInstance } from 'fastify';
import { textIn } from '../forms.ts';
import { showPage } from '../pages.ts';
import type { Parts } from './parts.ts';

const longestNote = 2000;

/** The notes of each user, and a page for the members of one group. */
export async function noteRoutes(app: FastifyInstance, { people, store }: Parts): Promise<void> {
  app.get('/notes', { onRequest: app.requireUser }, async (request, reply) => {
    const person = people.of(request);
    return showPage(request, reply, 'notes', { person, notes: store.notesOf(person) });
  });

  app.post('/notes', { onRequest: app.requireUser }, async (request, reply) => {
    const text = textIn(request.body, 'text').trim().slice(0, longestNote);
    if (text !== '') store.addNote(people.of(request), text, new Date());
    return reply.redirect('/notes', 303);
  });

  app.post('/notes/delete', { onRequest: app.requireUser }, async (request, reply) => {
    const note = Number(textIn(request.body, 'note'));
    if (Number.isSafeInteger(note)) store.deleteNote(people.of(request), note);
    return reply.redirect('/notes', 303);
  });

  app.get('/editors', { onRequest: app.requireGroup('editors') }, async (request, reply) =>
    showPage(request, reply, 'editors', { people: store.noteCounts() }),
  );
}
