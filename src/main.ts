import { answerSystems } from './api/answer.ts';
import { createInterface } from 'node:readline';
import { pino } from 'pino';
import { canariesVerb } from './cli/canaries.ts';
import { complaintOf } from './cli/complaint.ts';
import { checkLogVerb } from './cli/check-log.ts';
import { databaseVerb } from './cli/database.ts';
import { importVerb } from './cli/import.ts';
import { mappingVerb } from './cli/mapping.ts';
import { leaveVerb } from './cli/leave.ts';
import { measureSearchVerb } from './cli/measure-search.ts';
import { measureMatchingVerb } from './cli/measure-matching.ts';
import { migrateVerb } from './cli/migrate.ts';
import { populateVerb, type Populate } from './cli/populate.ts';
import { runProgram } from './cli/program.ts';
import { proveShieldsVerb } from './cli/prove-shields.ts';
import { rematchVerb } from './cli/rematch.ts';
import { replayVerb } from './cli/replay.ts';
import { sequenceVerb } from './cli/sequence.ts';
import { serveVerb, startVerb, type Serve } from './cli/serve.ts';
import { tokenVerb } from './cli/token.ts';
import type { CliContext, OpenInstallation, Verb } from './cli/verb.ts';
import { welcome } from './cli/welcome.ts';
import { startWitness, witnessVerb } from './cli/witness.ts';
import { workVerb } from './cli/work.ts';
import { londonDay } from './domain/calendar.ts';
import { populate as makePopulation } from './population/populate.ts';
import { firstOfEachKind } from './population/first-users.ts';
import { practicePassword, practicePin, practiceUsers } from './population/practice-users.ts';
import { makeVerifier, sealSeed } from './services/credentials.ts';
import { keepDesks } from './services/kept-desks.ts';
import { loadRegisters } from './services/load-registers.ts';
import { nameKnowledge } from './services/name-tables.ts';
import { readConfig, readKeys, type Config } from './config.ts';
import { startEmbedded } from './database/embedded.ts';
import { openInstallation } from './services/installation.ts';
import { watchForOlderCopy } from './services/older-copy.ts';
import { watchVitalSigns } from './services/vital-signs.ts';
import { newAdmission, type Admission } from './web/admission.ts';
import { readAssets } from './web/assets.ts';
import { newMeters, type Meters } from './web/meters.ts';
import { startOperations } from './web/operations.ts';
import { routes } from './web/routes.ts';
import type { RunningServer } from './web/listening.ts';
import { startServer } from './web/server.ts';
import type { Site } from './web/visit.ts';

process.exitCode = await main(process.argv.slice(2));

async function main(args: readonly string[]): Promise<number> {
  const err = lineTo(process.stderr);
  try {
    const config = readConfig(process.env);
    return await runProgram(verbsOf(config), args, contextOf(config));
  } catch (error) {
    err(`contactpoint: ${complaintOf(error)}`);
    return 1;
  }
}

function verbsOf(config: Config): readonly Verb[] {
  const serve = serveWith(config);
  const populate = populateWith(config);
  return [
    startVerb(serve, greet, populate, () => startWitness(config.dataDirectory, 0)),
    serveVerb(serve, greet),
    workVerb,
    leaveVerb,
    databaseVerb,
    sequenceVerb,
    replayVerb,
    checkLogVerb(linesTyped),
    witnessVerb(config.dataDirectory),
    migrateVerb,
    populateVerb(populate),
    importVerb,
    rematchVerb,
    mappingVerb,
    canariesVerb,
    tokenVerb,
    proveShieldsVerb(serveWith(config, 0), populate, {
      ways: routes,
      userNames: practiceUsers.filter(({ lapse }) => lapse === undefined).map(({ userName }) => userName),
      password: practicePassword,
      pin: practicePin,
    }),
    measureSearchVerb(linesTyped),
    measureMatchingVerb(linesTyped),
  ];
}

function greet(url: string, practice: boolean): string {
  const users = firstOfEachKind();
  return welcome({ users, password: practicePassword, pin: practicePin }, url, practice);
}

function contextOf(config: Config): CliContext {
  return {
    out: lineTo(process.stdout),
    err: lineTo(process.stderr),
    interactive: process.stderr.isTTY,
    draw: drawOver(process.stderr),
    now: () => new Date(),
    open: () => open(config),
  };
}

/** The database named in the environment, or the embedded one, started or joined. */
async function open(config: Config): Promise<OpenInstallation> {
  const { databaseUrl, databaseOwnerUrl } = config;
  if (databaseUrl !== undefined) {
    const installation = connectTo(config, databaseOwnerUrl ?? databaseUrl, databaseUrl);
    const sequencerUrl = config.databaseSequencerUrl;
    return { ...installation, embedded: false, applicationUrl: databaseUrl, sequencerUrl };
  }
  const embedded = await startEmbedded({
    dataDirectory: config.dataDirectory,
    onProgress: lineTo(process.stderr),
  });
  const installation = connectTo(config, embedded.ownerUrl, embedded.applicationUrl);
  return {
    ...installation,
    embedded: true,
    applicationUrl: embedded.applicationUrl,
    close: async () => {
      await installation.close();
      await embedded.stop();
    },
  };
}

function connectTo(config: Config, ownerUrl: string, applicationUrl: string) {
  const { connections, statementTimeoutMs, dataDirectory, logWitnesses: witnesses } = config;
  const { databaseReviewUrl: reviewUrl = ownerUrl, databaseSequencerUrl: sequencerUrl = ownerUrl } = config;
  const { courseKey } = config;
  const secrets = { ...readKeys(dataDirectory), ...(courseKey !== undefined && { course: courseKey }) };
  const { databaseLeavingUrl: leavingUrl = ownerUrl } = config;
  return openInstallation({
    ownerUrl,
    applicationUrl,
    reviewUrl,
    sequencerUrl,
    leavingUrl,
    dataDirectory,
    witnesses,
    connections,
    statementTimeoutMs,
    secrets,
    now: () => new Date(),
  });
}

function serveWith(config: Config, port = config.port): Serve {
  const log = pino({ base: null, timestamp: pino.stdTimeFunctions.isoTime }, pino.destination(2));
  return async (installation, practice) => {
    const { handle } = readKeys(config.dataDirectory);
    await nameKnowledge(); // read now, so that the first search does not wait for it
    const desks = keepDesks(installation.services);
    await desks.refresh();
    setInterval(() => void desks.refresh(), 60_000).unref();
    const olderCopy = await lookingForOlderCopy(installation);
    const signs = watchVitalSigns({ database: installation.services.database, log: installation.log });
    const admission = newAdmission(config.connections);
    const meters = metersLooking(signs, installation.services.now, admission);
    const site = {
      services: installation.services,
      assets: await readAssets(),
      practice,
      practiceCards: practice ? practiceUsers.filter(({ lapse }) => lapse === undefined) : [],
      publicUrl: config.publicUrl,
      handleKey: handle,
      desks,
      signs,
      meters,
      isOlderCopy: olderCopy.isOlder,
      admission,
      logRequests: config.logRequests,
      trustedProxies: config.trustedProxies,
      log: (event: object) => log.info(event),
      systems: answerSystems(installation.services, (event) => log.error(event)),
    };
    const pages = await startServer(site, config.host, port, config.drainSeconds * 1000);
    return config.operationsPort === undefined
      ? pages
      : withOperations(pages, site, config.operationsHost, config.operationsPort);
  };
}

async function withOperations(
  pages: RunningServer,
  site: Site,
  host: string,
  port: number,
): Promise<RunningServer> {
  const operations = await startOperations(site, host, port);
  return {
    url: pages.url,
    stop: async () => {
      await pages.stop();
      await operations.stop();
    },
  };
}

async function lookingForOlderCopy({ services, log }: OpenInstallation) {
  const olderCopy = watchForOlderCopy(services.database, log.files);
  await olderCopy.look(); // before the first page
  setInterval(() => void olderCopy.look(), 1_000).unref();
  return olderCopy;
}

function metersLooking(signs: Site['signs'], now: () => Date, admission: Admission): Meters {
  const meters = newMeters(signs, now, admission.waiting);
  setInterval(() => void meters.look(), 5_000).unref();
  return meters;
}

/** The population's part and the services' part together: registers first, then the people. */
function populateWith(config: Config): Populate {
  return async ({ owner }, { extent, seed, again }, progress) => {
    const { pepper, seal } = readKeys(config.dataDirectory);
    await loadRegisters({ owner, progress: (doing) => progress({ doing, done: 0, of: 0 }) });
    const credentials = {
      makeVerifier: (password: string, pin: string) => makeVerifier(password, pin, pepper),
      sealSeed: (tokenSeed: Buffer, userName: string) => sealSeed(tokenSeed, userName, seal),
    };
    return makePopulation({
      owner,
      credentials,
      extent,
      seed,
      again,
      today: londonDay(new Date()),
      progress,
    });
  };
}

function drawOver(stream: NodeJS.WriteStream): (line: string | undefined) => void {
  let drawn = false;
  return (line) => {
    if (line !== undefined && !stream.isTTY) stream.write(`${line}\n`);
    else if (line !== undefined) stream.write(`\r\u001b[K${line}`);
    else if (drawn) stream.write('\n');
    drawn = stream.isTTY && line !== undefined;
  };
}

function linesTyped(): AsyncIterable<string> {
  return createInterface({ input: process.stdin });
}

function lineTo(stream: NodeJS.WriteStream): (line: string) => void {
  return (line) => void stream.write(`${line}\n`);
}
