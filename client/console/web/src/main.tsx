import '~/trust_types';
import { render } from 'preact';
import '~/ui/tokens.css';
import '~/ui/base.css';
import '~/ui/shell.css';
import { session } from '~/api/session';
import { App } from './app';

render(<App />, document.getElementById('app')!);
void session.open();
