/** One message that a real pool would have sent. */
export interface Message {
  readonly medium: 'EMAIL' | 'SMS';
  /** The full e-mail address or phone number. */
  readonly destination: string;
  readonly userPoolId: string;
  readonly username: string;
  /** Why it was sent, in the words of Cognito's custom-message triggers, for example `ForgotPassword`. */
  readonly purpose: string;
  readonly subject: string;
  readonly body: string;
  /** The one-time code or temporary password inside the body. */
  readonly secret?: string;
}

/** A message as the outbox lists it. */
export interface SentMessage extends Message {
  readonly id: number;
  readonly sent: Date;
}

/** How many messages are kept; older ones are forgotten. */
const capacity = 1000;

/**
 * The messages a pool would have sent, newest first. They hold codes and temporary passwords in clear, so they
 * stay in memory and are gone when the sandbox stops.
 */
export class Outbox {
  readonly #clock: () => Date;
  readonly #messages: SentMessage[] = [];
  #lastId = 0;

  constructor(clock: () => Date) {
    this.#clock = clock;
  }

  /** Adds a message. */
  send(message: Message): void {
    this.#lastId += 1;
    this.#messages.push({ ...message, id: this.#lastId, sent: this.#clock() });
    if (this.#messages.length > capacity) this.#messages.shift();
  }

  /** Returns the kept messages, newest first. */
  list(): SentMessage[] {
    return this.#messages.toReversed();
  }
}
