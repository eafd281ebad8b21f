// Parameters with the targets by which an overlay reaches them.
import { isReference, type OpenApi, type Operation, type Parameter } from '../../openapi/document.ts';
import { jsonPath, operationTarget, selector } from '../target.ts';

interface Targeted {
  parameter: Parameter;
  target: string;
}

/** Those that stand in an operation itself. */
export function ownParameters(operation: Operation): Targeted[] {
  return (operation.parameters ?? []).flatMap((parameter) => {
    const target = `${operationTarget(operation)}.parameters${selector(parameter)}`;
    return isReference(parameter) ? [] : [{ parameter, target }];
  });
}

/** Those that operations refer to. */
export function sharedParameters(doc: OpenApi): Targeted[] {
  return Object.entries(doc.components?.parameters ?? {}).map(([key, parameter]) => ({
    parameter,
    target: jsonPath('components', 'parameters', key),
  }));
}
