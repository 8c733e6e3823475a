// The parts of ECharts that the console draws with.
import { BarChart, HeatmapChart, LineChart } from 'echarts/charts';
import {
  AriaComponent, GridComponent, LegendScrollComponent, PolarComponent, TitleComponent, TooltipComponent, VisualMapContinuousComponent,
} from 'echarts/components';
import { init, use, type ECharts, type EChartsCoreOption } from 'echarts/core';
import { CanvasRenderer, SVGRenderer } from 'echarts/renderers';

use([
  BarChart, HeatmapChart, LineChart, AriaComponent, GridComponent, LegendScrollComponent, PolarComponent, TitleComponent,
  TooltipComponent, VisualMapContinuousComponent, CanvasRenderer, SVGRenderer,
]);

export { init, type ECharts, type EChartsCoreOption };
