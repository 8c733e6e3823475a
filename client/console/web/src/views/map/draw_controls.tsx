// Which area to draw, and how it goes.
import { useSignal } from '@preact/signals';
import type { JSX } from 'preact';
import { t } from '~/i18n/catalogue';
import { changeFilter, filter } from '~/state/asked';
import { kinds } from './drawing';
import { ShapeDialog } from './shape_dialog';
import type { DrawTool } from './draw_tool';

function Drawing({ tool }: { tool: DrawTool }): JSX.Element | null {
  const now = tool.drawing.value;
  if (!now) return null;
  const said = now.crossed ? 'map.draw.crossed' : `map.draw.how.${now.kind}`;
  return (
    <div class={`note map-draw-how ${now.crossed ? 'alert' : ''}`} role="status">
      <span>{t(said)}</span>
      {now.kind === 'polygon' && (
        <button type="button" class="button" disabled={now.points < 3 || now.crossed} onClick={() => tool.finish()}>{t('map.draw.finish')}</button>
      )}
      <button type="button" class="button" onClick={() => tool.stop()}>{t('common.cancel')}</button>
    </div>
  );
}

export function DrawControls({ tool }: { tool: DrawTool | null }): JSX.Element | null {
  const typing = useSignal(false);
  if (!tool) return null;
  const now = tool.drawing.value?.kind;
  return (
    <>
      <div class="map-group" role="group" aria-label={t('map.draw')}>
        {kinds.map((kind) => (
          <button key={kind} type="button" class="button" aria-pressed={now === kind}
                  onClick={() => (now === kind ? tool.stop() : tool.start(kind))}>{t(`map.draw.${kind}`)}</button>
        ))}
        <button type="button" class="button" aria-haspopup="dialog" onClick={() => (typing.value = true)}>{t('map.draw.type')}</button>
        {filter.value.shape && (
          <button type="button" class="button" onClick={() => changeFilter((changed) => delete changed.shape)}>{t('map.draw.clear')}</button>
        )}
      </div>
      <Drawing tool={tool} />
      {typing.value && <ShapeDialog close={() => (typing.value = false)} />}
    </>
  );
}
