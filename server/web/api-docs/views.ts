import type { TextPart } from './text-parts.ts';

export type TypeName = {
  readonly text: string;
  /** The description of a shared object; empty for others. */
  readonly href: string;
};

export type MemberRow = {
  /** `codeDelivery.destination` for a member of a member. */
  readonly name: string;
  readonly types: readonly TypeName[];
  readonly isRequired: boolean;
  readonly description: readonly TextPart[];
  /** "1 to 128 characters"; may be empty. */
  readonly bounds: string;
};

export type MemberTable = {
  readonly caption: string;
  readonly rows: readonly MemberRow[];
};

export type AnswerBlock = {
  readonly status: string;
  readonly description: readonly TextPart[];
  /** What the body is; empty when there is none. */
  readonly types: readonly TypeName[];
  readonly table: MemberTable;
};

export type OperationBlock = {
  readonly id: string;
  readonly method: string;
  readonly path: string;
  readonly summary: string;
  readonly description: readonly TextPart[];
  /** Of the token that it needs; may be empty. */
  readonly tokenSentence: string;
  /** "admin, support": who may call it; may be empty. */
  readonly roles: string;
  /** Of the address. */
  readonly parameters: MemberTable;
  readonly headers: MemberTable;
  readonly body: MemberTable;
  readonly answers: readonly AnswerBlock[];
  /** A call with curl. */
  readonly request: string;
  /** JSON of the first success; empty when it has no body. */
  readonly answer: string;
  readonly answerStatus: string;
  /** Codes beside those of every operation, described at the end of the page. */
  readonly problems: readonly string[];
  readonly hasCommonProblems: boolean;
};

export type DocsPage = {
  readonly title: string;
  readonly description: string;
  /** Where the operations are, with the origin of this server. */
  readonly base: string;
  readonly documentHref: string;
  /** How a request says who it is from. */
  readonly signIn: readonly TextPart[];
  /** What holds for many operations. */
  readonly notes: readonly { readonly title: string; readonly text: readonly TextPart[] }[];
  /** Codes that every operation can answer with. */
  readonly commonProblems: readonly string[];
  readonly groups: readonly {
    readonly id: string;
    readonly name: string;
    readonly description: string;
    readonly operations: readonly OperationBlock[];
  }[];
  /** Objects that several operations have; one table for each form. */
  readonly objects: readonly {
    readonly name: string;
    readonly description: readonly TextPart[];
    readonly tables: readonly MemberTable[];
  }[];
  readonly problems: readonly {
    readonly code: string;
    readonly status: string;
    readonly meaning: readonly TextPart[];
  }[];
};
