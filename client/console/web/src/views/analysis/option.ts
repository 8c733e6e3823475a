// A drawing as ECharts is told to draw it. Pure.
import type { EChartsCoreOption } from 'echarts/core';
import type { Drawing, Role } from './drawing';
import type { Palette } from './palette';

export interface Style {
  palette: Palette;
  font: string;
  // Patterns beside colours.
  patterns: boolean;
  // What a screen reader says of the chart.
  description: string;
  // Drawn above it, where the page around does not say it.
  title?: string;
}

const fontSize = 12;
const longestLabel = 190;
const barWidthMost = 34;
const titleHeight = 32;
const legendHeight = 34;
const edge = 12;
const axisHeight = 28;

const topOf = ({ title }: Style) => (title ? titleHeight : 0);

const axisStyle = ({ palette }: Style) => ({
  axisLine: { lineStyle: { color: palette.line } }, axisTick: { lineStyle: { color: palette.line } },
  splitLine: { lineStyle: { color: palette.line, type: 'dashed' } }, axisLabel: { color: palette.muted, fontSize },
});

const pointerStyle = ({ palette }: Style) => ({
  shadowStyle: { color: palette.line, opacity: 0.4 }, lineStyle: { color: palette.muted },
});

// A series that stands for a value is named even when it is alone.
const hasLegend = ({ kind, series }: Drawing) => kind !== 'grid' && (series.length > 1 || (series[0]?.keys ?? []).length > 0);

function base(drawing: Drawing, style: Style): EChartsCoreOption {
  const { palette } = style;
  return {
    animation: false, color: palette.series, backgroundColor: 'transparent',
    textStyle: { fontFamily: style.font, color: palette.ink, fontSize },
    ...(style.title && { title: { text: style.title, left: 4, top: 4, textStyle: { color: palette.ink, fontSize: 15 } } }),
    aria: { enabled: true, label: { description: style.description }, decal: { show: style.patterns } },
    tooltip: {
      renderMode: 'richText', confine: true, backgroundColor: palette.raised, borderColor: palette.line,
      textStyle: { color: palette.ink, fontSize: fontSize + 1 },
    },
    legend: {
      show: hasLegend(drawing), type: 'scroll', top: topOf(style), left: 0, itemHeight: 12, itemWidth: 18,
      textStyle: { color: palette.ink, fontSize }, pageIconColor: palette.accent, pageIconInactiveColor: palette.line,
      pageTextStyle: { color: palette.muted },
    },
  };
}

const colourOf = (role: Role | undefined, { palette }: Style): { color?: string } => (role ? { color: palette.roles[role] } : {});

const labels = (drawing: Drawing) => drawing.categories.map(({ label }) => label);

function bars(drawing: Drawing, style: Style): EChartsCoreOption {
  const category = {
    ...axisStyle(style), type: 'category', data: labels(drawing), inverse: drawing.lying, splitLine: { show: false },
    axisLabel: { color: style.palette.ink, fontSize, hideOverlap: !drawing.lying, ...(drawing.lying && { width: longestLabel, overflow: 'truncate' }) },
  };
  const value = { ...axisStyle(style), type: 'value', minInterval: 1 };
  const isLine = drawing.kind === 'line';
  return {
    ...base(drawing, style),
    grid: { left: 4, right: 24, bottom: 4, top: topOf(style) + (hasLegend(drawing) ? legendHeight : edge), outerBoundsMode: 'same', outerBoundsContain: 'axisLabel' },
    xAxis: drawing.lying ? value : category,
    yAxis: drawing.lying ? category : value,
    tooltip: { ...(base(drawing, style).tooltip as object), trigger: 'axis', axisPointer: { ...pointerStyle(style), type: isLine ? 'line' : 'shadow' } },
    series: drawing.series.map(({ label, values, role }) => ({
      name: label, data: values, type: isLine ? 'line' : 'bar', barMaxWidth: barWidthMost, ...colourOf(role, style),
      ...(drawing.kind === 'stacked' && { stack: 'all' }),
      ...(isLine && { symbolSize: 6, lineStyle: { width: 2 } }),
    })),
  };
}

function cells(drawing: Drawing, style: Style): EChartsCoreOption {
  const { palette } = style;
  const data = drawing.series.flatMap(({ values }, y) => values.map((value, x) => [x, y, value ?? 0]));
  const most = Math.max(1, ...data.map(([, , value]) => value));
  const shown = data.filter(([, , value]) => value > 0);
  const axis = (names: string[]) => ({
    ...axisStyle(style), type: 'category', data: names, splitLine: { show: false }, splitArea: { show: false },
    axisLabel: { color: palette.ink, fontSize, width: longestLabel, overflow: 'truncate' },
  });
  return {
    ...base(drawing, style),
    grid: { left: 4, right: edge, bottom: 4, top: topOf(style) + axisHeight, outerBoundsMode: 'same', outerBoundsContain: 'axisLabel' },
    xAxis: { ...axis(labels(drawing)), position: 'top' },
    yAxis: { ...axis(drawing.series.map(({ label }) => label)), inverse: true },
    visualMap: { show: false, min: 0, max: most, inRange: { color: palette.heat } },
    series: [{
      type: 'heatmap', itemStyle: { borderColor: palette.surface, borderWidth: 1 },
      // On the strong half of the scale the ink of the ground is read better.
      data: shown.map((value) => ({ value, label: { show: true, fontSize, color: value[2] > most / 2 ? palette.surface : palette.ink } })),
    }],
  };
}

// The hours of the day as on a clock of 24, midnight at the top.
function clock(drawing: Drawing, style: Style): EChartsCoreOption {
  return {
    ...base(drawing, style),
    polar: { radius: ['14%', '80%'], center: ['50%', '54%'] },
    angleAxis: {
      type: 'category', data: labels(drawing), startAngle: 90 + 180 / drawing.categories.length,
      axisLabel: { color: style.palette.ink, fontSize, interval: 2 }, axisLine: { lineStyle: { color: style.palette.line } },
    },
    radiusAxis: {
      ...axisStyle(style), axisLine: { show: false }, axisTick: { show: false }, minInterval: 1, z: 10,
      axisLabel: { color: style.palette.ink, fontSize, backgroundColor: style.palette.surface, padding: 2, borderRadius: 2 },
    },
    series: drawing.series.map(({ label, values, role }) => ({
      type: 'bar', name: label, coordinateSystem: 'polar', stack: 'all', data: values, barCategoryGap: '6%', ...colourOf(role, style),
    })),
  };
}

export function optionOf(drawing: Drawing, style: Style): EChartsCoreOption {
  switch (drawing.kind) {
    case 'grid': return cells(drawing, style);
    case 'clock': return clock(drawing, style);
    default: return bars(drawing, style);
  }
}

const rowHeight = 24;
const groupedRowHeight = 12;
const around = 64;
const standing = 320;
const clockHeight = 440;

// Pixels that a drawing needs, with a title or without.
export const heightOf = (drawing: Drawing, titled = false): number => bareHeight(drawing) + (titled ? titleHeight : 0);

function bareHeight(drawing: Drawing): number {
  switch (drawing.kind) {
    case 'clock': return clockHeight;
    case 'grid': return around + rowHeight * drawing.series.length;
    default: {
      if (!drawing.lying) return standing;
      const row = drawing.kind === 'bar' ? Math.max(rowHeight, groupedRowHeight * drawing.series.length) : rowHeight;
      return around + row * drawing.categories.length;
    }
  }
}
