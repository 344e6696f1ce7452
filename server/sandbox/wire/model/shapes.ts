/** What a value must be, as the service model says it. Shapes name each other by the keys of `ServiceModel.shapes`. */
export type ModelShape = (
  | { type: 'structure'; required?: readonly string[]; members: Readonly<Record<string, string>> }
  | ({ type: 'list'; member: string } & Bounds)
  | ({ type: 'map'; key: string; value: string } & Bounds)
  | ({ type: 'string'; pattern?: string; enum?: readonly string[] } & Bounds)
  | ({ type: 'integer' } & Bounds)
  | { type: 'boolean' | 'blob' | 'document' }
) & {
  /** The value must not be repeated in an error. */
  sensitive?: boolean;
};

/** Least and greatest length of a string (in UTF-16 units), list or map, or value of an integer. */
interface Bounds {
  min?: number;
  max?: number;
}

/** The inputs of the operations of Amazon Cognito user pools. */
export interface ServiceModel {
  /** Where the facts are from. */
  readonly source: string;
  /** The shape of each operation's input. */
  readonly inputs: Readonly<Record<string, string>>;
  readonly shapes: Readonly<Record<string, ModelShape>>;
}

/** The table that scripts/service-model.ts writes. */
export const serviceModelPath = new URL('./service-model.json', import.meta.url);
