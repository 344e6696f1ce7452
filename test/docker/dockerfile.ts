/** One instruction of a Dockerfile, continuation lines joined: `COPY`, `package.json ./`. */
export interface Instruction {
  readonly keyword: string;
  readonly rest: string;
}

/** The instructions between one `FROM` and the next. */
export interface Stage {
  readonly name: string;
  readonly base: string;
  readonly instructions: readonly Instruction[];
}

/** A COPY instruction taken apart; `from` is the stage it copies from, if not the build context. */
export interface Copy {
  readonly from: string | undefined;
  readonly sources: readonly string[];
  readonly destination: string;
}

/**
 * Reads the instructions of a Dockerfile: https://docs.docker.com/reference/dockerfile/
 * (without here-documents, `ARG` and `SHELL`, which ours has no need of).
 *
 * @param text the Dockerfile
 * @returns its stages, in order; a stage without a name gets its number as name
 * @throws Error for an instruction before the first FROM
 */
export function parseDockerfile(text: string): readonly Stage[] {
  const stages: (Stage & { instructions: Instruction[] })[] = [];
  const lines = text.split('\n').filter((line) => !/^\s*#/.test(line));
  for (const line of lines.join('\n').replaceAll(/\\\n/g, ' ').split('\n')) {
    const [, keyword, rest] = /^\s*(\w+)\s+(.*?)\s*$/.exec(line) ?? [];
    if (keyword === undefined || rest === undefined) continue;
    if (keyword === 'FROM') {
      const [base = '', , name = String(stages.length)] = rest.split(/\s+/);
      stages.push({ name, base, instructions: [] });
      continue;
    }
    const stage = stages.at(-1);
    if (stage === undefined) throw new Error(`${keyword} before the first FROM`);
    stage.instructions.push({ keyword, rest: rest.replaceAll(/\s+/g, ' ') });
  }
  return stages;
}

/**
 * The arguments of every instruction of one kind.
 *
 * @param stage a stage of the Dockerfile
 * @param keyword such as `RUN`
 * @returns what follows the keyword, in order
 */
export function instructionsOf(stage: Stage, keyword: string): readonly string[] {
  return stage.instructions.filter((each) => each.keyword === keyword).map(({ rest }) => rest);
}

/**
 * Takes the arguments of a COPY instruction apart.
 *
 * @param rest such as `--from=build /app/node_modules ./node_modules`
 * @throws Error when there is not at least one source and a destination
 */
export function parseCopy(rest: string): Copy {
  const words = rest.split(' ');
  const paths = words.filter((word) => !word.startsWith('--'));
  const destination = paths.pop();
  if (destination === undefined || paths.length === 0) throw new Error(`COPY ${rest}`);
  const from = words.find((word) => word.startsWith('--from='))?.slice('--from='.length);
  return { from, sources: paths, destination };
}

/**
 * The variables that a stage sets.
 *
 * @param stage a stage of the Dockerfile, one `ENV NAME=value` for each variable
 * @returns name and value of each
 */
export function environmentOf(stage: Stage): Readonly<Record<string, string>> {
  return Object.fromEntries(
    instructionsOf(stage, 'ENV').map((rest) => {
      const [, name = '', value = ''] = /^(\w+)=(.*)$/.exec(rest) ?? [];
      return [name, value];
    }),
  );
}

/**
 * A command in exec form, `["node", "server/main.ts"]`.
 *
 * @param rest the arguments of CMD, or of HEALTHCHECK with its options in front
 * @throws Error for the shell form, under which signals do not reach the process
 */
export function parseCommand(rest: string): readonly [string, ...string[]] {
  const start = rest.indexOf('[');
  const words: unknown = start < 0 ? undefined : JSON.parse(rest.slice(start));
  if (!Array.isArray(words)) throw new Error(`Not in exec form: ${rest}`);
  const [program, ...args] = words.map(String);
  if (program === undefined) throw new Error(`No program: ${rest}`);
  return [program, ...args];
}
