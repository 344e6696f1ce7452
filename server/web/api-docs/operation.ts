import { curlOf } from './curl.ts';
import { type Answer, type Operation, type Parameter, schemaIn } from './document.ts';
import { memberRows, typeNames } from './members.ts';
import { textParts } from './text-parts.ts';
import type { AnswerBlock, MemberTable, OperationBlock } from './views.ts';

export type Place = {
  readonly method: string;
  readonly path: string;
  readonly operation: Operation;
};

export type CallFacts = {
  /** Address that paths follow. */
  readonly base: string;
  readonly tokenVariable: string;
  readonly tokenSentence: string;
  /** Codes that every operation has. */
  readonly common: ReadonlySet<string>;
};

/** Makes what the readable page shows of one operation. */
export function operationBlock(place: Place, facts: CallFacts): OperationBlock {
  const { method, path, operation } = place;
  const { parameters = [], requestBody, responses, security = [] } = operation;
  const body = schemaIn(requestBody?.content) ?? {};
  const successes = Object.entries(responses).filter(([status]) => status.startsWith('2'));
  // Where there are two, the other one is of a dry run.
  const [status = '', success] = successes.at(-1) ?? [];
  const answer = Object.values(success?.content ?? {})[0]?.example;
  const problems = operation['x-problem-codes'] ?? [];
  return {
    id: `op-${operation.operationId}`,
    method,
    path,
    summary: operation.summary,
    description: textParts(operation.description ?? ''),
    tokenSentence: security.length > 0 ? facts.tokenSentence : '',
    roles: (operation['x-roles'] ?? []).join(', '),
    parameters: parameterTable([
      ...parameters.filter(({ in: place }) => place === 'path'),
      ...parameters.filter(({ in: place }) => place === 'query'),
    ]),
    headers: parameterTable(parameters.filter(({ in: place }) => place === 'header')),
    body: { caption: 'Body', rows: memberRows(body) },
    answers: successes.map(([code, one]) => answerBlock(code, one)),
    request: curlOf(place, facts),
    answer: answer === undefined ? '' : JSON.stringify(answer, undefined, 2),
    answerStatus: status,
    problems: problems.filter((code) => !facts.common.has(code)),
    hasCommonProblems: facts.common.size > 0,
  };
}

function parameterTable(parameters: readonly Parameter[]): MemberTable {
  return {
    caption: 'Parameters',
    rows: parameters.flatMap(({ name, required = false, description = '', schema = {} }) => {
      const [row] = memberRows({ properties: { [name]: { ...schema, description } } });
      return row === undefined ? [] : [{ ...row, isRequired: required }];
    }),
  };
}

function answerBlock(status: string, { description, content }: Answer): AnswerBlock {
  const schema = schemaIn(content);
  return {
    status,
    description: textParts(description === 'Default Response' ? '' : description),
    types: schema === undefined || schema.properties ? [] : typeNames(schema),
    table: { caption: 'Members', rows: memberRows(schema ?? {}) },
  };
}
