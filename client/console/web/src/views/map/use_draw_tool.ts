import { useEffect, useState } from 'preact/hooks';
import { changeFilter, filter } from '~/state/asked';
import { DrawTool } from './draw_tool';
import type { IncidentChart } from './incident_chart';

// What is drawn becomes the filter's area; what is given up leaves the area that was.
export function useDrawTool(chart: IncidentChart | null): DrawTool | null {
  const [tool, setTool] = useState<DrawTool | null>(null);
  useEffect(() => {
    if (!chart) return setTool(null);
    const made = new DrawTool(
      chart,
      (shape) => changeFilter((changed) => (changed.shape = shape)),
      () => chart.showShape(filter.peek().shape));
    setTool(made);
    return () => made.destroy();
  }, [chart]);
  return tool;
}
