// Fixtures: desks of officers, each a console of its own in a browser of its own, and the network behind them.
import { type Browser, type BrowserContext, expect, type Page, test as base } from '@playwright/test';
import { Gateway } from './gateway.ts';
import { descriptionVariable, socketVariable } from './global_setup.ts';
import { Guard } from './guard.ts';
import { type Description, type Economy, Outside } from './network.ts';

export interface OpenDesk {
  page: Page;
  context: BrowserContext;
  gateway: Gateway;
}

interface DeskOptions {
  officer?: string;
  spool?: string;
  // The view that is opened first.
  at?: string;
}

// Where a test begins that does not care: a view without a map.
const restfulView = '/settings';

// Opens consoles, and closes them when the test ends.
export class Desks {
  private readonly opened: OpenDesk[] = [];

  constructor(private readonly browser: Browser, private readonly network: Outside, readonly guard: Guard) {}

  async open(economy: Economy, options: DeskOptions = {}): Promise<OpenDesk> {
    const gateway = await Gateway.start(this.network.description.economies[economy], options);
    const context = await this.browser.newContext();
    await this.guard.watch(context);
    const page = await context.newPage();
    this.opened.push({ page, context, gateway });
    const link = new URL(await gateway.link());
    await page.goto(new URL((options.at ?? restfulView) + link.hash, link).href);
    await expect(page.getByRole('navigation', { name: 'Views' })).toBeVisible();
    return { page, context, gateway };
  }

  async close(): Promise<void> {
    try {
      await this.guard.expectNone(this.opened.map((desk) => desk.page));
    } finally {
      for (const { context, gateway } of this.opened) {
        await context.close();
        await gateway.stop();
      }
    }
  }
}

interface Fixtures {
  guard: Guard;
  network: Outside;
  desks: Desks;
  sg: Page;
  id: Page;
}

export const test = base.extend<Fixtures>({
  guard: async ({}, use) => use(new Guard()),
  network: async ({}, use) => {
    const description = JSON.parse(process.env[descriptionVariable]!) as Description;
    await use(new Outside(process.env[socketVariable]!, description));
  },
  desks: async ({ browser, network, guard }, use) => {
    const desks = new Desks(browser, network, guard);
    await use(desks);
    await desks.close();
  },
  sg: async ({ desks }, use) => use((await desks.open('SG')).page),
  id: async ({ desks }, use) => use((await desks.open('ID')).page),
});

export { expect };
