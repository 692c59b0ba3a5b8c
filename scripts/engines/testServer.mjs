import { chmodSync, mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { findOnPath, isExecutable, lastLines, run } from '../commands.mjs';
import { download, releaseTarget } from '../download.mjs';
import { exclusively } from '../exclusive.mjs';
import { SetupProblem, say } from '../progress.mjs';

const version = '1.38.0';
const loggingVersion = '1.7.36';

/**
 * The time-skipping test server, as a path for `TestWorkflowEnvironment.createTimeSkipping({ server: { executable: { type:
 * 'existing-path', path } } })`: TEMPORAL_TEST_SERVER, the cache, the official download, and at last the same server from Maven
 * Central behind a small script. The SDK runs it as `path <port>` and wants it to serve within five seconds.
 */
export async function findTestServer(cacheFolder, environment = process.env) {
  if (environment.TEMPORAL_TEST_SERVER)
    return { path: environment.TEMPORAL_TEST_SERVER, origin: 'TEMPORAL_TEST_SERVER' };
  const folder = join(cacheFolder, `temporal-test-server-${version}`);
  const cached = join(folder, 'temporal-test-server');
  return exclusively(join(cacheFolder, 'test-server.claim'), async () => {
    if (isExecutable(cached)) return { path: cached, origin: 'fetched earlier' };
    // Everything is laid out beside its place and moved there when complete.
    const unfinished = `${folder}.new`;
    rmSync(unfinished, { recursive: true, force: true });
    mkdirSync(unfinished, { recursive: true });
    const refusal = await downloadServer(unfinished);
    if (refusal) {
      say(`  Temporal test server: no download (${refusal}); fetching it with Maven`);
      await fetchWithMaven(unfinished, environment);
    }
    rmSync(folder, { recursive: true, force: true });
    renameSync(unfinished, folder);
    return { path: cached, origin: refusal ? 'from Maven Central' : 'downloaded' };
  });
}

async function downloadServer(folder) {
  const { platform, architecture } = releaseTarget();
  const system = platform === 'darwin' ? 'macOS' : platform;
  const name = `temporal-test-server_${version}_${system}_${architecture}`;
  const archive = join(folder, 'archive.tar.gz');
  const refusal = await download(
    `https://github.com/temporalio/sdk-java/releases/download/v${version}/${name}.tar.gz`,
    archive,
  );
  if (refusal) return refusal;
  const unpacked = await run('tar', ['-xzf', archive, '--strip-components', '1', '-C', folder]);
  rmSync(archive, { force: true });
  if (unpacked.code === 0 && isExecutable(join(folder, 'temporal-test-server'))) return null;
  return `the archive could not be unpacked: ${lastLines(unpacked.output, 1)}`;
}

async function fetchWithMaven(folder, environment) {
  if (!findOnPath('mvn', environment.PATH) || !findOnPath('java', environment.PATH)) {
    throw new SetupProblem(
      'The Temporal test server could not be downloaded, and Maven and Java, the other way to get it, are not here.\nInstall both, or set TEMPORAL_TEST_SERVER to the path of the server.',
    );
  }
  writeFileSync(join(folder, 'pom.xml'), project());
  const goal = 'org.apache.maven.plugins:maven-dependency-plugin:3.8.1:copy-dependencies';
  const args = ['-B', '-ntp', '-f', join(folder, 'pom.xml'), goal, '-DincludeScope=runtime'];
  const { code, output } = await run('mvn', [...args, `-DoutputDirectory=${join(folder, 'lib')}`]);
  if (code !== 0)
    throw new SetupProblem(`Maven could not fetch the Temporal test server:\n${lastLines(output)}`);
  const script = join(folder, 'temporal-test-server');
  writeFileSync(script, wrapper());
  chmodSync(script, 0o755);
}

function project() {
  const dependency = (group, artifact, itsVersion) =>
    `<dependency><groupId>${group}</groupId><artifactId>${artifact}</artifactId><version>${itsVersion}</version></dependency>`;
  return `<project xmlns="http://maven.apache.org/POM/4.0.0">
  <modelVersion>4.0.0</modelVersion>
  <groupId>local</groupId><artifactId>test-server</artifactId><version>1</version>
  <dependencies>
    ${dependency('io.temporal', 'temporal-test-server', version)}
    ${dependency('org.slf4j', 'slf4j-nop', loggingVersion)}
  </dependencies>
</project>
`;
}

/** Java is replaced into the script's own process (exec), so that ending the script ends the server. */
function wrapper() {
  return `#!/bin/sh
here=$(cd "$(dirname "$0")" && pwd)
exec java -XX:TieredStopAtLevel=1 -XX:+UseSerialGC -Xshare:auto -cp "$here/lib/*" io.temporal.testserver.TestServer "$@"
`;
}
