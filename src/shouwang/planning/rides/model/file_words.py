"""Every fault of a file of rides in English and Chinese; the place is put before it where it is shown."""

FILE_SENTENCES: dict[str, tuple[str, str]] = {
    # The file
    "cannot_open": (
        "this file cannot be opened: {why}. Check its name, and whether you may read it.",
        "打不开这个文件：{why}。请检查文件名和读取权限。",
    ),
    "is_folder": (
        "this is a folder. Name the file in it that holds the day of rides.",
        "这是一个文件夹。请指明里面的行程文件。",
    ),
    "too_large": (
        "this file is larger than {most} MB, which no day of rides is. Give coordinates in place of a matrix.",
        "文件超过 {most} MB，一天的行程不会这么大。请用坐标代替矩阵。",
    ),
    "no_memory": (
        "the matrices of this day do not fit into the memory here. Give fewer places or times.",
        "内存放不下这些矩阵。请减少地点或时刻。",
    ),
    "empty_file": (
        "this file is empty. docs/rides.md shows what a day of rides looks like.",
        "文件是空的。行程文件的写法见 docs/rides.md。",
    ),
    "not_utf8": (
        "the byte {byte} is no UTF-8. Save the file as UTF-8.",
        "字节 {byte} 不是 UTF-8 编码。请把文件另存为 UTF-8。",
    ),
    "no_json": (
        "this is no JSON: it begins with “{begin}”. A day of rides begins with {{.",
        "这不是 JSON：开头是“{begin}”。行程文件以 {{ 开头。",
    ),
    "too_deep": (
        "lists and objects stand in each other too deeply to be a day of rides. Check the brackets.",
        "列表和对象嵌套太深，不会是一天的行程。请检查括号。",
    ),
    "long_number": (
        "there is a whole number of more than 4,000 digits in it. Correct it.",
        "里面有一个超过 4000 位的整数。请更正。",
    ),
    "more": ("… and {count} more.", "……另有 {count} 处。"),
    # Syntax
    "syntax_value": (
        "a value is missing here, or is written wrongly: {found} stands in its place. Values are numbers, texts in "
        "double quotes, true, false, null, lists and objects.",
        "这里缺少一个值，或写法不对：写的是 {found}。值可以是数字、双引号里的文字、true、false、null、列表或对象。",
    ),
    "syntax_comma": (
        "a comma or a closing bracket is missing before {found}.",
        "{found} 之前缺少逗号或右括号。",
    ),
    "syntax_colon": (
        "a colon is missing between the name and its value, before {found}.",
        "名称和值之间缺少冒号（在 {found} 之前）。",
    ),
    "syntax_name": (
        "a name in double quotes is needed here; {found} stands in its place. After the last value there is no comma.",
        "这里应是双引号里的名称，写的却是 {found}。最后一个值后面不加逗号。",
    ),
    "syntax_trailing": (
        "there is a comma too many: after the last value there is none.",
        "多了一个逗号：最后一个值后面不加逗号。",
    ),
    "syntax_string": (
        "the text that begins here has no closing quote.",
        "从这里开始的文字缺少右引号。",
    ),
    "syntax_control": (
        "a text cannot hold a line break or a tab as such: write \\n or \\t, or close the quote.",
        "文字里不能直接换行或用制表符：请写成 \\n 或 \\t，或补上右引号。",
    ),
    "syntax_escape": (
        "a backslash in a text is followed by something it cannot be: write \\\\ for a backslash.",
        "文字里反斜杠后面的写法不对：反斜杠本身请写成 \\\\。",
    ),
    "syntax_more": (
        "something stands behind the end of the day: {found}. Remove it.",
        "结尾之后还有内容：{found}。请删去。",
    ),
    "syntax_ends": (
        "the file ends in the middle of something: a value or a closing bracket is missing.",
        "文件在中途结束了：缺少值或右括号。",
    ),
    "syntax": ("this is no JSON ({message}).", "这里不是合格的 JSON（{message}）。"),
    # What stands where
    "no_object": (
        "a day of rides is an object in braces {{…}}, and this is {value}.",
        "行程文件应是花括号里的对象 {{…}}，这里却是 {value}。",
    ),
    "other_format": (
        'this does not say that it is a day of rides. It must have "format": "{wanted}" and "version": {version}.',
        '没有写明这是行程文件。应写上 "format": "{wanted}" 和 "version": {version}。',
    ),
    "other_version": (
        'this format has no version {version}. Write "version": {wanted}.',
        '这种格式没有第 {version} 版。请写 "version": {wanted}。',
    ),
    "newer_version": (
        "this file is of version {version} of the format, and this Shouwang reads up to version {wanted}. "
        "Update Shouwang, or write the file in version {wanted}.",
        "文件是第 {version} 版格式，这个守望最多读到第 {wanted} 版。请更新守望，或按第 {wanted} 版书写。",
    ),
    "wrong_type": (
        "{value} stands here, where {wanted} is needed.",
        "这里写的是 {value}，应为{wanted}。",
    ),
    "half_character": (
        "this text has half of a character in it (an escape from \\ud800 to \\udfff that stands alone). Write it anew.",
        "这段文字里有半个字符（单独的 \\ud800 到 \\udfff）。请重新书写。",
    ),
    "no_clock": (
        "“{value}” is no time of day. Write hours and minutes such as “08:30” (up to “47:59”, the night after), "
        "or minutes since midnight.",
        "“{value}”不是时刻。请写时和分，如“08:30”（最多到“47:59”，即次日夜里），或从零点算起的分钟数。",
    ),
    "unknown_name_near": (
        "there is nothing called “{name}” here. Did you mean “{near}”?",
        "这里没有“{name}”这一项。是不是“{near}”？",
    ),
    "unknown_name": (
        "there is nothing called “{name}” here. There may be: {names}.",
        "这里没有“{name}”这一项。可以有：{names}。",
    ),
    "named_twice": (
        "the same name stands twice here: {names}. Keep one of them.",
        "同一个名称写了两次：{names}。请保留一个。",
    ),
    "missing": ("“{name}” is missing here. Add it.", "这里缺少“{name}”。请补上。"),
    # Places and ways
    "place_twice": (
        "the name “{name}” stands here and at place number {first}. Give one of them another name.",
        "名称“{name}”在第 {first} 号地点已经用过。请改掉其中一个。",
    ),
    "place_near": (
        "there is no place called “{name}”. Did you mean “{near}”?",
        "没有叫“{name}”的地点。是不是“{near}”？",
    ),
    "place_nowhere": (
        "there is no place called “{name}”. Add it to “places”, or name another.",
        "没有叫“{name}”的地点。请加进 places，或改用别的地点。",
    ),
    "place_beyond": (
        "there is no place number {value}: there are {places}, numbered from 0 to {last}.",
        "没有第 {value} 号地点：共 {places} 个，从 0 到 {last}。",
    ),
    "places_mixed": (
        "some places have x and y (kilometres), others lat and lon (degrees). Use the same for all.",
        "有的地点用 x、y（公里），有的用 lat、lon（度）。请统一。",
    ),
    "point_missing": (
        "this place has no coordinates, and others have. Give all of them x and y or lat and lon, or none.",
        "这个地点没有坐标，别的有。请全部给出 x、y 或 lat、lon，或全部不给。",
    ),
    "no_degrees": (
        "{value} degrees are beyond {most}. Perhaps latitude and longitude are swapped?",
        "{value} 度超过了 {most}。是不是纬度和经度写反了？",
    ),
    "no_travel": (
        "how long the ways take is not said. Give every place coordinates, or “travel” a matrix “minutes”.",
        "没有说明路上要多久。请给每个地点坐标，或在 travel 里给出 minutes 矩阵。",
    ),
    "speed_and_matrix": (
        "“{name}” is for places with coordinates, and there is a matrix of minutes already. Keep one of them.",
        "“{name}”用于按坐标推算，而这里已有 minutes 矩阵。请保留一种。",
    ),
    "no_detour": (
        "the detour is how much longer a street is than the straight line: a number from 1 on, usually 1.3.",
        "detour 是道路比直线长多少倍：1 或更大的数，通常 1.3。",
    ),
    "no_speed": (
        "{value} kilometres an hour is no speed of a car. Give a number from 0.1 to 1000.",
        "每小时 {value} 公里不是车速。请填写 0.1 到 1000 之间的数。",
    ),
    "speeds_length": (
        "there are {speeds} speeds for {times} times of day. Give one speed for every time.",
        "有 {times} 个时刻，却有 {speeds} 个速度。请为每个时刻各给一个速度。",
    ),
    "too_many_places": (
        "the matrices between {places} places would take more than {gigabytes} GB. Let rides share places that are "
        "next to each other, or split the day.",
        "{places} 个地点之间的矩阵会超过 {gigabytes} GB。请合并相邻的地点，或把一天分成几份。",
    ),
    "rows": (
        "there are {rows} rows for {places} places. A matrix has a row for every place.",
        "有 {places} 个地点，却有 {rows} 行。矩阵每个地点一行。",
    ),
    "columns": (
        "this row has {columns} numbers for {places} places. A row has a number for every place.",
        "有 {places} 个地点，这一行却有 {columns} 个数。每行每个地点一个数。",
    ),
    # Plans
    "no_plan": (
        'this is no plan of rides: it must have "format": "{wanted}" and "version": {version}.',
        '这不是行程安排：应写上 "format": "{wanted}" 和 "version": {version}。',
    ),
    "of_another_day": (
        "the day has no {what} “{id}”: this plan is of another day.",
        "这一天没有{what}“{id}”：这是别的日子的安排。",
    ),
    "not_one_of": (
        "“{value}” is none of: {words}.",
        "“{value}”不在其中：{words}。",
    ),
    # Cordeau's format
    "not_cordeau": (
        "this is neither a day of rides (JSON) nor an instance of Cordeau's format, whose first line has five numbers: "
        "vehicles, requests, longest route, capacity, longest ride.",
        "这既不是行程文件（JSON），也不是 Cordeau 格式的算例；后者第一行有五个数："
        "车辆数、请求数、最长路线、容量、最长乘车。",
    ),
    "cordeau_number": (
        "“{value}” is no number.",
        "“{value}”不是数字。",
    ),
    "cordeau_columns": (
        "{found} numbers stand here, where {wanted} are needed: id, x, y, service, load, earliest, latest.",
        "这里有 {found} 个数，应为 {wanted} 个：编号、x、y、服务时间、载量、最早、最晚。",
    ),
    "cordeau_header": (
        "the first line says {what} = {value}, which must be {wanted}.",
        "第一行写的{what} = {value}，应为{wanted}。",
    ),
    "cordeau_nodes": (
        "there are {found} nodes for {requests} requests. The depot, a pick-up and a set-down for each, and perhaps "
        "the depot again are needed: {wanted} or {wanted_too}.",
        "{requests} 个请求却有 {found} 个节点。应有起点、每个请求的上车点和下车点，最后可再写一次终点："
        "共 {wanted} 或 {wanted_too} 个。",
    ),
    "cordeau_id": (
        "the node here is {found}, where {wanted} is next. Nodes stand in the order of their numbers, from 0.",
        "这里的节点是 {found}，按顺序应为 {wanted}。节点从 0 开始依次排列。",
    ),
    "cordeau_load": (
        "the load of node {node} is {value}, where {wanted} is needed: whoever gets in gets out again.",
        "节点 {node} 的载量是 {value}，应为 {wanted}：上车多少，下车多少。",
    ),
    "cordeau_depot": (
        "the depot has {what} {value}, which must be 0.",
        "起点的{what}是 {value}，应为 0。",
    ),
    "cordeau_negative": (
        "the {what} of node {node} is {value}, and must not be less than 0.",
        "节点 {node} 的{what}是 {value}，不能小于 0。",
    ),
    "cordeau_window": (
        "node {node} may begin from {earliest} and until {latest}, which is before.",
        "节点 {node} 最早 {earliest}、最晚 {latest}，最晚比最早还早。",
    ),
}
