// The node goes and comes back: the page says so, and no report is lost. PH's node, of which no other test has need.
import { newAlert, review, write } from '../support/alert.ts';
import { expect, test } from '../support/test.ts';

test('a report filed while the node is away waits here, and is delivered when it is back', async ({ desks, guard, network }) => {
  guard.expectFailedAnswers();
  const { page } = await desks.open('PH', { at: '/report' });
  const state = page.getByTestId('node-state');
  await expect(state).toHaveAttribute('data-state', /well|warned/);
  await network.stop('PH');
  let back = false;
  try {
    await expect(state).toHaveAttribute('data-state', 'lost', { timeout: 30_000 });
    const alert = newAlert();
    await write(page, alert);
    await review(page);
    await page.getByRole('button', { name: 'Sign and keep for the node' }).click();
    await expect(page.getByRole('heading', { name: 'Signed; it waits here' })).toBeVisible();
    await network.start('PH');
    back = true;
    await expect(state).toHaveAttribute('data-state', /well|warned/, { timeout: 30_000 });
    await expect(page.getByRole('heading', { name: /^In the log as PH/ })).toBeVisible({ timeout: 30_000 });
    await expect.poll(async () => (await network.lightship('SG', 'list', '--ship', alert.shipName)).stdout, { timeout: 30_000 })
      .toContain(alert.shipName);
  } finally {
    if (!back) await network.start('PH');
  }
});
