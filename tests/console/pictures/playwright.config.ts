// The pictures of tests/console/screenshots.
import base from '../playwright.config.ts';

export default { ...base, testDir: '.', globalSetup: '../support/global_setup.ts', timeout: 180_000, workers: 1 };
