// What the signs of the map mean.
import type { JSX } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import { t } from '~/i18n/catalogue';
import { theme } from '~/state/settings';
import { categories, readColours } from '~/ui/chart/colours';
import { drawSign, glyphs, type Glyph } from './glyphs';

const side = 20;
const neutral = 0;

function Sign({ glyph, category, rough = false }: { glyph: Glyph; category: number; rough?: boolean }): JSX.Element {
  const canvas = useRef<HTMLCanvasElement>(null);
  const now = theme.value;
  useEffect(() => {
    const frame = requestAnimationFrame(() => {
      const context = canvas.current!.getContext('2d')!;
      context.setTransform(2, 0, 0, 2, 0, 0);
      context.clearRect(0, 0, side, side);
      drawSign(context, glyph, category, rough, readColours());
    });
    return () => cancelAnimationFrame(frame);
  }, [now]);
  return <canvas ref={canvas} width={side * 2} height={side * 2} class="map-sign" aria-hidden="true" />;
}

export function Legend(): JSX.Element {
  return (
    <details class="map-legend">
      <summary>{t('map.legend')}</summary>
      <div class="map-legend-columns">
        <ul>{categories.map((category) => (
          <li key={category}><Sign glyph="boarded" category={category} />{t(`map.category.${category}`)}</li>
        ))}</ul>
        <ul>
          {glyphs.map((glyph) => <li key={glyph}><Sign glyph={glyph} category={neutral} />{t(`map.glyph.${glyph}`)}</li>)}
          <li><Sign glyph="boarded" category={neutral} rough />{t('map.glyph.rough')}</li>
        </ul>
      </div>
    </details>
  );
}
