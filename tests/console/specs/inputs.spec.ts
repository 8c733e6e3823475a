// How many inputs an initial alert takes: by the form, key presses and clicks; by the command line, characters typed.
import type { Page } from '@playwright/test';
import { newAlert, review, signAndSend } from '../support/alert.ts';
import { expect, test } from '../support/test.ts';

// An initial alert must not need more than this of an officer.
const mostInputs = 90;

// Counts what a person does, while doing it.
class Hands {
  clicks = 0;
  keys = 0;

  constructor(private readonly page: Page) {}

  async click(role: 'radio' | 'checkbox' | 'button' | 'textbox' | 'combobox', name: string | RegExp): Promise<void> {
    this.clicks += 1;
    const target = this.page.getByRole(role, { name, exact: true });
    // A chip is pressed where it is seen: on its words.
    await (role === 'radio' || role === 'checkbox' ? this.page.locator('label.chip').filter({ has: target }) : target).first().click();
  }

  async type(text: string): Promise<void> {
    this.keys += text.length;
    await this.page.keyboard.type(text);
  }
}

test('an initial alert by the form takes few inputs, and less than by the command line', async ({ desks, network }) => {
  const { page } = await desks.open('SG', { at: '/report' });
  const hands = new Hands(page);
  const ship = newAlert().shipName;
  await hands.click('textbox', 'Position, in any notation');
  await hands.type('01:15.25N 104:02.41E');
  await hands.click('button', 'Now');
  await hands.click('radio', 'robbery');
  await hands.click('checkbox', 'knife or blade');
  await hands.click('radio', 'underway');
  await hands.click('combobox', 'Name');
  await hands.type(ship);
  await hands.click('combobox', 'Type');
  await hands.type('bulk c');
  await review(page);
  await signAndSend(page);
  hands.clicks += 2;

  const flags = ['report', '--yes', '--time', new Date().toISOString().slice(0, 16) + 'Z', '--position', '01:15.25N 104:02.41E',
    '--act', 'robbery', '--weapons', 'knife', '--status', 'underway', '--ship-name', ship, '--ship-type', 'bulk carrier'];
  const filed = await network.lightship('SG', ...flags);
  expect(filed.exit, filed.stderr).toBe(0);
  const typed = ['lightship', ...flags.map((flag) => (flag.includes(' ') ? `"${flag}"` : flag))].join(' ').length + 1;
  const inputs = hands.clicks + hands.keys;
  console.log(`initial alert: ${inputs} inputs by the form (${hands.clicks} clicks, ${hands.keys} keys), ${typed} characters by lightship report`);
  expect(inputs).toBeLessThan(mostInputs);
  expect(inputs).toBeLessThan(typed);
});
