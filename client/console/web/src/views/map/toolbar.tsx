// Above the chart: points or heat, what else is drawn, nearer and farther.
import type { JSX } from 'preact';
import { t } from '~/i18n/catalogue';
import { overlays, type Mode, type Overlay } from './address';

export function ModeChoice({ mode, onMode }: { mode: Mode; onMode: (mode: Mode) => void }): JSX.Element {
  return (
    <div class="map-group" role="group" aria-label={t('map.mode')}>
      {(['points', 'heat'] as const).map((one) => (
        <button key={one} type="button" class="button" aria-pressed={mode === one} onClick={() => onMode(one)}>{t(`map.mode.${one}`)}</button>
      ))}
    </div>
  );
}

export function OverlayChoice({ shown, onShown }: { shown: Overlay[]; onShown: (shown: Overlay[]) => void }): JSX.Element {
  const toggle = (overlay: Overlay) =>
    onShown(shown.includes(overlay) ? shown.filter((one) => one !== overlay) : [...shown, overlay]);
  return (
    <div class="map-group" role="group" aria-label={t('map.layers')}>
      {overlays.map((overlay) => (
        <button key={overlay} type="button" class="button" aria-pressed={shown.includes(overlay)} onClick={() => toggle(overlay)}>
          {t(`map.layer.${overlay}`)}
        </button>
      ))}
    </div>
  );
}

export function ZoomButtons({ onZoom }: { onZoom: (by: 1 | -1) => void }): JSX.Element {
  return (
    <div class="map-zoom" role="group" aria-label={t('map.zoom')}>
      <button type="button" class="button" aria-label={t('map.zoomIn')} onClick={() => onZoom(1)}>+</button>
      <button type="button" class="button" aria-label={t('map.zoomOut')} onClick={() => onZoom(-1)}>−</button>
    </div>
  );
}
