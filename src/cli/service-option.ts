/** `--service NAME`: which smtpd of master.cf is meant; that of port 25 where none is named. */
import { SekishoError } from '../config/error.ts';
import type { Configuration } from '../postfix/configuration.ts';
import { type Service, servicesOf } from '../postfix/master-cf.ts';
import { publicService } from '../restrictions/compile.ts';

export function serviceOf(configuration: Configuration, name: string | undefined): Service | undefined {
  if (name === undefined) return publicService(configuration);
  const services = servicesOf(configuration, 'smtpd');
  const found = services.find((service) => service.name === name);
  if (found !== undefined) return found;
  throw new SekishoError('bad-argument', 'master.cf has no smtpd service {name}', 'name one of: {services}', {
    values: { name, services: services.map((each) => each.name).join(', ') || '-' },
  });
}
