// The newest version that an economy has defined of an audience.
interface Version {
  name: string;
  version: number;
  economies: string[];
}

export function latestOf(audiences: { name: string; economies: string[] }[], economy: string, name: string): Version | undefined {
  return audiences
    .flatMap((audience) => {
      const [bare, version] = audience.name.split('@');
      return bare === `${economy}/${name}` ? [{ name: audience.name, version: Number(version), economies: audience.economies }] : [];
    })
    .sort((one, other) => other.version - one.version)[0];
}
