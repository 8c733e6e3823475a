// Which signs a chart may draw with.
#ifndef LIGHTSHIP_CLIENT_FORMATS_GLYPHS_H_
#define LIGHTSHIP_CLIENT_FORMATS_GLYPHS_H_

namespace lightship::formats {

// kAscii where the terminal's character set is not UTF-8: the same chart, coarser.
enum class Glyphs { kAscii, kUtf8 };

}  // namespace lightship::formats

#endif  // LIGHTSHIP_CLIENT_FORMATS_GLYPHS_H_
