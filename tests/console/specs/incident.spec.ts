// The page of an incident: a verdict by one key, the proof checked in the browser, what is withheld and for whom.
import { expect, test } from '../support/test.ts';
import { show } from '../support/views.ts';

test('one key gives the verdict on a proposed pair, once though its answer was lost, and one takes it back', async ({ desks, guard, network }) => {
  guard.expect(/net::ERR_FAILED/);
  const { page } = await desks.open('SG');
  // Without the feed the page does not see by itself that the verdict is in the log.
  await page.route('**/WatchIncidents', (route) => route.abort());
  let sent = 0;
  await page.route('**/*.DeskService/Send', async (route) => {
    if (++sent > 1) return route.continue();
    await route.fetch();
    await route.abort();
  });
  await show(page, `/incident/${network.incidents['unjudged-sg']}`);
  const candidates = page.getByRole('region', { name: 'Perhaps the same event' });
  await candidates.getByRole('button', { name: 'Possible' }).first().focus();
  await page.keyboard.press('s');
  await expect(candidates.getByRole('alert')).toBeVisible();
  await page.keyboard.press('s');
  await expect(candidates).toContainText(/in the log at SG\/\d+/);
  await expect(page.getByRole('main')).toContainText('Told together with');
  await candidates.getByRole('button', { name: 'Take back' }).focus();
  await page.keyboard.press('u');
  await expect(page.getByRole('main')).not.toContainText('Told together with');
  await expect(candidates.getByRole('button', { name: 'Take back' })).toHaveCount(0);
  expect(sent).toBe(3);
});

test('the proof is checked in the browser against the pinned root, and names its holders', async ({ desks, network }) => {
  const { page } = await desks.open('ID', { at: `/incident/${network.incidents.full}` });
  const proof = page.getByRole('region', { name: 'Proof' });
  await proof.getByRole('button', { name: 'Verify now' }).click();
  await expect(proof).toContainText(`${network.incidents.full} is proven.`);
  await expect(proof.locator('[data-outcome="holds"]')).toHaveCount(11);
  await expect(proof).toContainText('The Philippines since');
});

test('what is withheld says for whom', async ({ desks, network }) => {
  const { page } = await desks.open('PH', { at: `/incident/${network.incidents['patrol-only']}` });
  await expect(page.getByRole('main')).toContainText('withheld: for SG/straits-patrol@1');
  await expect(page.getByRole('main')).not.toContainText('Quiet Harbour');
});

test('two reports of one event stand side by side, with their differences marked', async ({ desks, network }) => {
  const { page } = await desks.open('ID', { at: `/incident/${network.incidents['event-sg']}` });
  const reports = page.getByRole('region', { name: 'Reports side by side' });
  await expect(reports).toContainText('STURDY LARK');
  await expect(reports).toContainText('Sturdy Lark');
  await show(page, `/incident/${network.incidents.disputed}`);
  await expect(page.getByRole('main')).toContainText('no shots, no guns seen');
});

test('what another economy says appears while one reads, told by the one stream of the page', async ({ desks, network }) => {
  const { page } = await desks.open('PH');
  const streams: string[] = [];
  // The page that the desk opened with may still be asking for its own.
  page.on('request', (request) => {
    if (page.url().includes('/incident/') && request.url().endsWith('/WatchIncidents')) streams.push(request.url());
  });
  await show(page, `/incident/${network.incidents['event-sg']}`);
  await expect.poll(() => streams.length).toBeGreaterThan(0);
  const remark = `Seen again at ${Date.now()}`;
  const said = await network.lightship('ID', 'comment', '--yes', network.incidents['event-id']!, remark);
  expect(said.exit, said.stderr).toBe(0);
  await expect(page.getByRole('main')).toContainText(remark, { timeout: 30_000 });
  expect(streams).toHaveLength(1);
});
