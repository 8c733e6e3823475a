#include "client/commands/top_screen.h"

#define NCURSES_NOMACROS 1
#include <ncurses.h>

#include <clocale>
#include <cstdio>

namespace lightship::commands {
namespace {

constexpr int kRepaint = 'L' - '@';  // Ctrl-L

class Screen {
 public:
  Screen() {
    // What bytes of a line are one character.
    std::setlocale(LC_CTYPE, "");
    screen_ = newterm(nullptr, stdout, stdin);
    if (screen_ == nullptr) return;
    set_term(screen_);
    cbreak();
    noecho();
    curs_set(0);
    keypad(stdscr, TRUE);
  }
  ~Screen() {
    if (screen_ == nullptr) return;
    endwin();
    delscreen(screen_);
  }
  Screen(const Screen&) = delete;
  Screen& operator=(const Screen&) = delete;

  bool opened() const { return screen_ != nullptr; }

  void Show(const std::vector<TopLine>& lines) {
    erase();
    int row = 0;
    for (const TopLine& line : lines) {
      const attr_t look = line.look == TopLine::Look::kHeading ? A_BOLD
                          : line.look == TopLine::Look::kAlarm ? A_REVERSE
                                                               : A_NORMAL;
      attrset(static_cast<int>(look));
      mvaddstr(row++, 0, line.text.c_str());
    }
    refresh();
  }

 private:
  SCREEN* screen_ = nullptr;
};

}  // namespace

absl::Status ShowUntilQuit(const std::function<std::vector<TopLine>(size_t, size_t)>& draw, absl::Duration every) {
  Screen screen;
  if (!screen.opened()) {
    return absl::FailedPreconditionError("this terminal cannot show pictures (TERM); --once prints one");
  }
  timeout(static_cast<int>(absl::ToInt64Milliseconds(every)));
  for (int key = 0; key != 'q' && key != 'Q'; key = getch()) {
    // Whatever else has written there.
    if (key == KEY_RESIZE || key == kRepaint) clear();
    screen.Show(draw(static_cast<size_t>(getmaxy(stdscr)), static_cast<size_t>(getmaxx(stdscr))));
  }
  return absl::OkStatus();
}

}  // namespace lightship::commands
