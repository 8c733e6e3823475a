// Every view in every theme, judged by axe-core.
import { violations } from '../support/axe.ts';
import { expect, test } from '../support/test.ts';
import { chooseTheme, pathOf, show, themes, viewNames } from '../support/views.ts';

for (const view of viewNames) {
  test(`axe finds nothing on the view ${view}, in any theme`, async ({ sg, network }) => {
    await show(sg, pathOf(view, network));
    const found: string[] = [];
    for (const theme of themes) {
      await chooseTheme(sg, theme);
      found.push(...(await violations(sg)).map((line) => `${theme}: ${line}`));
    }
    expect(found).toEqual([]);
  });
}
