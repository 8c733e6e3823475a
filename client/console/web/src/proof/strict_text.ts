// Strings of messages that are not UTF-8 are refused as protobuf demands; the library would mend them, and drop a mark of byte order.
import { configureTextEncoding, getTextEncoding } from '@bufbuild/protobuf/wire';

const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

configureTextEncoding({ ...getTextEncoding(), decodeUtf8: (bytes) => decoder.decode(bytes) });
