"""What the command says at the terminal, in English and Chinese."""

from typing import Any

_WORDS: dict[str, tuple[str, str]] = {
    "compiling": (
        "The planner is compiled for this computer first. Only this once; it can take a minute.",
        "首次使用，先为这台电脑编译规划程序。只需这一次，约一分钟。",
    ),
    "compiled": ("The planner is compiled ({seconds} s).", "规划程序已编译好（{seconds} 秒）。"),
    "progress": (
        "{seconds} s: cost {cost}, {left} left. Ctrl-C: the best plan so far.",
        "{seconds} 秒：成本 {cost}，{left} 趟没排上。按 Ctrl-C 得到目前最好的安排。",
    ),
    "stopped_early": ("Stopped before there was a plan.", "在得出安排之前已停止。"),
    "no_picture": (
        "{file}: the picture cannot be written there. Name a file in a folder that exists.",
        "{file}：图无法写到那里。请指明一个已有文件夹里的文件。",
    ),
    "picture_lost": ("{file}: the picture could not be written: {why}.", "{file}：图没有写成：{why}。"),
    "start": ("leaves", "出发"),
    "pick_up": ("picks up", "接"),
    "set_down": ("sets down", "送到"),
    "break": ("break", "休息"),
    "disinfect": ("disinfects", "消毒"),
    "end": ("back", "收车"),
    "until": ("until {time}", "到 {time}"),
    "on_board": ("on board", "车上"),
    "slack": (
        "+5: it may begin 5 minutes later, and every promise of that car is still kept.",
        "+5：晚 5 分钟开始，这辆车答应的时间仍都来得及。",
    ),
    "late": ("{minutes} min late", "晚 {minutes} 分钟"),
    "route": ("{begin}–{end}, {driving} min of driving", "{begin}–{end}，行车 {driving} 分钟"),
    "unused": ("not used: {vehicles}", "未用：{vehicles}"),
    "nobody": ("nobody", "空车"),
}


def say(code: str, language: str, **facts: Any) -> str:
    return _WORDS[code][1 if language.startswith("zh") else 0].format(**facts)
