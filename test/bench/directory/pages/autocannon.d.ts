/** The part of autocannon that the bench uses; the package brings no types. */
declare module 'autocannon' {
  type Request = { readonly path: string };

  type Client = { setRequests(requests: readonly Request[]): void };

  type Options = {
    readonly url: string;
    readonly connections: number;
    /** Seconds. */
    readonly duration: number;
    readonly headers: Readonly<Record<string, string>>;
    /** Tells each connection what to ask for in turn. */
    readonly setupClient: (client: Client) => void;
  };

  type Result = {
    readonly errors: number;
    readonly non2xx: number;
    readonly requests: { readonly total: number };
    /** Milliseconds. */
    readonly latency: { readonly p50: number; readonly p99: number };
    /** Bytes. */
    readonly throughput: { readonly total: number };
    /** Seconds. */
    readonly duration: number;
  };

  export default function autocannon(options: Options): Promise<Result>;
}
