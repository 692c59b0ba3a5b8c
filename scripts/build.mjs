import { buildOutput } from './buildOutput.mjs';
import { installDependencies } from './dependencies.mjs';
import { endCommandsOnSignal } from './interruption.mjs';
import { reportFailure } from './progress.mjs';

endCommandsOnSignal();
try {
  await installDependencies();
  await buildOutput();
} catch (error) {
  reportFailure(error);
}
