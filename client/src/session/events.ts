/** What happens to a session, in this tab or in another one of the same storage. */
export type ClientEvents = {
  readonly 'signed-in': { readonly username: string };
  readonly refreshed: { readonly username: string };
  /** The person signed out. */
  readonly 'signed-out': { readonly username: string };
  /** The session ended by itself: the refresh token is no longer valid. */
  readonly expired: { readonly username: string };
};

export type Emitter = {
  /** @returns a function that removes the listener */
  on<Name extends keyof ClientEvents>(
    name: Name,
    listener: (event: ClientEvents[Name]) => void,
  ): () => void;
  emit<Name extends keyof ClientEvents>(name: Name, event: ClientEvents[Name]): void;
};

/** Makes the list of listeners. An error in one of them does not keep the others from being called. */
export function createEmitter(): Emitter {
  const listeners = new Map<string, Set<(event: { username: string }) => void>>();
  return {
    on(name, listener) {
      const own = listeners.get(name) ?? new Set();
      listeners.set(name, own.add(listener));
      return () => own.delete(listener);
    },
    emit(name, event) {
      for (const listener of listeners.get(name) ?? []) {
        try {
          listener(event);
        } catch (error) {
          // As an error in a listener of an EventTarget is reported: without ending what called it.
          queueMicrotask(() => {
            throw error;
          });
        }
      }
    },
  };
}
