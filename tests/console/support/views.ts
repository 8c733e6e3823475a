// Every view, by the path that shows it. An incident's page is that of what was said of it most.
export const themes = ['day', 'night', 'red'] as const;

export const allViews = [
  { name: 'map', path: '/map' },
  { name: 'watch', path: '/watch' },
  { name: 'report', path: '/report' },
  { name: 'analysis', path: '/analysis' },
  { name: 'directory', path: '/directory' },
  { name: 'settings', path: '/settings' },
];
