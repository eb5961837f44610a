// The description of the JSON is a good OpenAPI 3.1 document, and every answer is as it says: openapi.mjs WEFT SOURCE
//
// SPDX-License-Identifier: MIT
import { Validator } from '@seriousme/openapi-schema-validator';
import { Ajv2020 } from 'ajv/dist/2020.js';
import formats from 'ajv-formats';
import { check, finish, serve } from './site.mjs';

const [weft, source] = process.argv.slice(2);
const site = await serve(weft, `${source}/examples/oxfordshire`, '--as-at', '2018-09-30', '--replications', '2');
const json = async (path) => {
  const response = await fetch(`${site.address}/api/v1${path}`);
  return [response.status, await response.json()];
};

const [, api] = await json('/openapi.json');
const { valid, errors } = await new Validator().validate(structuredClone(api));
check('the document is valid', valid, errors);
check('it is OpenAPI 3.1', api.openapi.startsWith('3.1'), api.openapi);

// Every answer, by the schema of its address; a property that no schema names is a fault as well.
const ajv = new Ajv2020({ strict: false, allErrors: true });
formats.default(ajv);
for (const schema of Object.values(api.components.schemas)) schema.additionalProperties = false;
ajv.addSchema(api, 'api');
const answers = (route, status) => {
  const pointer = ['paths', route, 'get', 'responses', status, 'content', 'application/json', 'schema']
    .map((part) => encodeURIComponent(part.replace(/~/g, '~0').replace(/\//g, '~1'))).join('/');
  return ajv.getSchema(`api#/${pointer}`);
};
const look = async (route, path, wanted = 200) => {
  const [status, body] = await json(path);
  check(`${path}: status`, status === wanted, status);
  const fits = answers(route, wanted === 200 ? '200' : '4XX');
  check(`${path}: is as described`, fits(body), fits.errors?.slice(0, 5));
};

// What stands for the names in braces, as the lists of the site have them.
const [, measures] = await json('/measures');
const [, plan] = await json('/plan');
const [, data] = await json('/data');
const [, system] = await json('/system');
const ids = {
  '/measures/{id}': measures.rows.slice(0, 3).map((row) => row.id),
  '/measures/{id}/places': measures.rows.slice(0, 3).map((row) => row.id),
  '/plan/items/{id}': plan.rows.slice(0, 20).map((row) => row.id),
  '/data/{table}': data.rooms.flatMap((room) => room.tables.map((table) => table.name)),
  '/system/settings/{id}': system.settings.slice(0, 5).map((setting) => setting.id),
};
const operations = new Set();
for (const [route, { get }] of Object.entries(api.paths)) {
  operations.add(get.operationId);
  check(`${route}: says what it is`, get.summary && get.description);
  for (const { name, in: where, schema } of get.parameters)
    check(`${route}: '${name}' is in the path if it stands there`, (where === 'path') === route.includes(`{${name}}`) && schema);
  if (!route.includes('{')) await look(route, route);
  else {
    check(`${route}: there is something to ask for`, ids[route]?.length > 0);
    for (const id of ids[route] ?? []) await look(route, route.replace(/{.*}/, encodeURIComponent(id)));
    await look(route, route.replace(/{.*}/, 'there-is-none'), 404);
  }
  await look(route, `${route.replace(/{.*}/, encodeURIComponent(ids[route]?.[0] ?? ''))}?no-such-field=1`, 422);
}
check('every operation has a name of its own', operations.size === Object.keys(api.paths).length, [...operations]);
await look('/search', '/search?q=care');
await look('/plan', '/plan?state=late&sort=-due&page=2');
await look('/data/{table}', '/data/action?q=board&sort=-title');
await look('/check', '/check?rule=D10');
site.stop();
finish();
