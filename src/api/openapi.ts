import { operations, type Operation } from './surface.ts';

/** What the API can be asked, as OpenAPI 3.1: made from its operations, as the CapabilityStatement is. */
export function openApi(base: string): object {
  return {
    openapi: '3.1.0',
    info: { title: 'ContactPoint', version: '1', description: 'Who supports a child, in FHIR R4.' },
    servers: [{ url: base }],
    security: [{ token: [] }],
    paths: Object.fromEntries(operations.map((operation) => [operation.path, { post: postOf(operation) }])),
    components: {
      securitySchemes: { token: { type: 'apiKey', in: 'header', name: 'Authorization' } },
      schemas: { Resource: resourceSchema },
    },
  };
}

function postOf({ path, says, writes, takes, asks }: Operation) {
  const fhir = { [fhirJson]: { schema: parametersSchema(asks) } };
  const form = { 'application/x-www-form-urlencoded': { schema: formSchema(asks) } };
  return {
    operationId: path
      .replaceAll(/[^A-Za-z]+/g, ' ')
      .trim()
      .replaceAll(' ', '-'),
    summary: says,
    parameters: [header('DPoP'), ...(writes ? [header('Idempotency-Key')] : [])],
    requestBody: { required: true, content: takes === 'Parameters' ? fhir : { ...fhir, ...form } },
    responses: {
      200: { ...answer, description: 'Done' },
      '4XX': { ...answer, description: 'What to change' },
    },
  };
}

const fhirJson = 'application/fhir+json';
const resourceSchema = {
  type: 'object',
  properties: { resourceType: { type: 'string' } },
  required: ['resourceType'],
};
const answer = { content: { [fhirJson]: { schema: { $ref: '#/components/schemas/Resource' } } } };

function header(name: string) {
  return { name, in: 'header', required: true, schema: { type: 'string' } };
}

function formSchema(asks: readonly string[]) {
  const properties = Object.fromEntries(asks.map((name) => [name, { type: 'string' }]));
  return { type: 'object', properties, additionalProperties: false };
}

function parametersSchema(asks: readonly string[]) {
  const one = { type: 'object', properties: { name: { enum: asks } }, required: ['name'] };
  const properties = { resourceType: { const: 'Parameters' }, parameter: { type: 'array', items: one } };
  return { type: 'object', properties, required: ['resourceType', 'parameter'] };
}
