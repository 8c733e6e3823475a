// The page's side of the console's defences. The gateway's own are tested in tests/unit/client.
import { expect, test } from '../support/test.ts';
import { pathOf, show, viewNames } from '../support/views.ts';

test('the token leaves the address at once, and opens nothing a second time', async ({ desks, guard, browser }) => {
  const { page, gateway } = await desks.open('SG');
  expect(page.url()).not.toContain('token');
  expect(await page.evaluate(() => history.state)).toBeNull();
  const used = gateway.usedLink;
  expect(used).toContain('#token=');
  guard.expectFailedAnswers();
  const stranger = await browser.newContext();
  const other = await stranger.newPage();
  await other.goto(used);
  await expect(other.getByRole('heading', { name: 'This page has no session' })).toBeVisible();
  // Who has the session keeps it.
  await page.reload();
  await expect(page.getByRole('navigation', { name: 'Views' })).toBeVisible();
  await stranger.close();
});

test('a new link ends the session before it', async ({ desks, guard, browser }) => {
  const { page, gateway } = await desks.open('SG');
  guard.expectFailedAnswers();
  const second = await browser.newContext();
  const other = await second.newPage();
  await other.goto(await gateway.link());
  await expect(other.getByRole('navigation', { name: 'Views' })).toBeVisible();
  await page.reload();
  await expect(page.getByRole('heading', { name: 'This page has no session' })).toBeVisible();
  await second.close();
});

test('nothing is asked without the session\'s key, whatever the browser sends along', async ({ desks, guard }) => {
  const { page } = await desks.open('SG');
  guard.expectFailedAnswers();
  const refused = await page.evaluate(async () => {
    const answer = await fetch('/rpc/lightship.console.v1.DeskService/GetDesk', {
      method: 'POST', headers: { 'Content-Type': 'application/json' }, body: '{}', credentials: 'include',
    });
    return { status: answer.status, cookies: document.cookie };
  });
  expect(refused).toEqual({ status: 401, cookies: '' });
});

test('the page locks, shows nothing, and opens with the code alone', async ({ desks, guard }) => {
  const { page, gateway } = await desks.open('SG');
  guard.expectFailedAnswers();
  await page.getByRole('button', { name: 'Lock' }).click();
  const lock = page.getByRole('dialog', { name: 'Locked' });
  await expect(lock).toBeVisible();
  await page.reload();
  await expect(lock).toBeVisible();
  await page.getByLabel('Unlock code').fill('000000');
  await page.getByRole('button', { name: 'Unlock' }).click();
  await expect(page.getByText('That is not the code.')).toBeVisible();
  await page.getByLabel('Unlock code').fill(gateway.unlockCode);
  await page.keyboard.press('Enter');
  await expect(lock).toBeHidden();
});

test('neither an inline script nor one in markup runs', async ({ sg, guard }) => {
  guard.expect(/policy|Content Security Policy|requires 'Trusted/);
  const ran = await sg.evaluate(() => {
    const script = document.createElement('script');
    // As a parser would leave it: trusted types refuse the text of a script and markup outright.
    script.append('window.injected = true');
    document.body.append(script);
    const refused = (write: () => void) => {
      try {
        write();
      } catch (error) {
        return (error as Error).name;
      }
      return 'taken';
    };
    const refusals = [refused(() => (script.textContent = 'window.injected = true')),
      refused(() => document.body.setAttribute('onclick', 'window.injected = true')),
      refused(() => document.body.insertAdjacentHTML('beforeend', '<b>bold</b>'))];
    return { ran: 'injected' in window, refusals };
  });
  expect(ran).toEqual({ ran: false, refusals: Array(3).fill('TypeError') });
});

test('no view asks any other host', async ({ sg, guard, network }) => {
  for (const view of viewNames) await show(sg, pathOf(view, network));
  await guard.expectNone([sg]);
});
