"""What breaks in a hospital, who repairs it, and what it takes: the demo's stock of stories."""

from __future__ import annotations

from dataclasses import dataclass

TRADES = (
    ("electrician", "电工"),
    ("plumber", "水暖工"),
    ("carpenter", "木工"),
    ("hvac", "空调工"),
    ("mason", "泥瓦工"),
    ("oxygen", "医气工"),
)


@dataclass(frozen=True)
class Story:
    """One kind of fault: its words, and how it ends.

    `line` is (what was done, unit of measure, most of it); `weight` how often it happens; `season`
    summer | winter | storm makes it more frequent then.
    """

    category: str
    symptoms: tuple[str, ...]
    results: tuple[str, ...]
    line: tuple[str, str, int]
    minutes: tuple[int, int]
    weight: int
    season: str = ""
    action: str = "replace"


CATEGORIES = (
    ("lighting", "照明", "electrician", "P3", "灯 灯管 不亮 闪 照明"),
    ("power", "插座与供电", "electrician", "P2", "插座 跳闸 没电 停电 漏电"),
    ("water", "给水", "plumber", "P3", "水龙头 滴水 没水 热水"),
    ("drain", "排水疏通", "plumber", "P2", "堵 下水 返水 马桶 地漏"),
    ("leak", "漏水", "plumber", "P2", "漏水 爆管 渗水"),
    ("heating", "暖气", "plumber", "P3", "暖气 不热"),
    ("air", "空调", "hvac", "P3", "空调 不制冷 不制热 风机"),
    ("door", "门窗", "carpenter", "P3", "门 窗 锁 拉手 合页 玻璃"),
    ("furniture", "家具", "carpenter", "P4", "桌 椅 柜 抽屉 轮子"),
    ("wall", "墙地面", "mason", "P4", "墙皮 瓷砖 吊顶 地砖"),
    ("oxygen", "医用气体", "oxygen", "P1", "氧气 负压 吸引"),
)

STORIES = (
    Story(
        "lighting",
        ("走廊日光灯不亮", "病房床头灯不亮", "卫生间灯一闪一闪", "办公室灯管发黑不亮"),
        ("更换日光灯管", "更换LED灯板"),
        ("更换日光灯管", "支", 4),
        (10, 40),
        22,
    ),
    Story(
        "power",
        ("床头插座没电", "护士站插座打火", "治疗室跳闸", "插座松动漏电"),
        ("更换五孔插座，测绝缘合格", "更换空气开关"),
        ("更换五孔插座", "个", 3),
        (15, 60),
        10,
    ),
    Story(
        "water",
        ("水龙头滴水关不紧", "洗手池没热水", "感应龙头不出水"),
        ("更换水龙头阀芯", "更换感应龙头电池并调试"),
        ("更换水龙头", "个", 2),
        (15, 45),
        14,
    ),
    Story(
        "drain",
        ("病房卫生间下水堵了", "马桶堵塞返水", "地漏返水有异味"),
        ("疏通下水管路", "疏通马桶"),
        ("疏通下水", "次", 1),
        (20, 80),
        12,
        "storm",
        "adjust",
    ),
    Story(
        "leak",
        ("吊顶渗水往下滴", "水管漏水地面积水", "楼顶漏雨"),
        ("更换管件，试水不漏", "更换软管"),
        ("更换管件", "个", 3),
        (30, 120),
        6,
        "storm",
    ),
    Story(
        "heating",
        ("暖气不热", "暖气片漏水"),
        ("放气并更换暖气阀门", "更换暖气片"),
        ("更换暖气阀门", "组", 2),
        (30, 90),
        7,
        "winter",
    ),
    Story(
        "air",
        ("空调不制冷", "空调漏水", "风机盘管噪音大", "中央空调不出风"),
        ("清洗滤网并补氟", "疏通冷凝水管", "更换风机电容"),
        ("清洗空调滤网", "台", 2),
        (25, 90),
        13,
        "summer",
        "adjust",
    ),
    Story(
        "door",
        ("病房门锁坏了打不开", "柜门拉手掉了", "窗户关不严", "门合页松了", "玻璃破了"),
        ("更换门锁", "更换拉手", "调整合页"),
        ("更换门锁", "把", 2),
        (15, 60),
        14,
    ),
    Story(
        "furniture",
        ("办公椅轮子坏了", "抽屉滑轨脱落", "陪护椅打不开"),
        ("更换滑轨", "更换椅轮"),
        ("维修桌椅", "件", 2),
        (15, 60),
        7,
        action="repair",
    ),
    Story(
        "wall",
        ("墙皮脱落", "卫生间瓷砖掉了", "吊顶板松动"),
        ("修补墙面", "重贴瓷砖"),
        ("修补墙面", "㎡", 6),
        (60, 240),
        4,
        action="repair",
    ),
    Story(
        "oxygen",
        ("氧气接口漏气", "负压吸引无力"),
        ("更换氧气终端密封圈，检漏合格", "清洗负压管路"),
        ("更换氧气终端", "个", 1),
        (15, 50),
        2,
    ),
)

DEPARTMENTS = (
    "内一科", "内二科", "内三科", "外一科", "外二科", "骨科", "妇科", "产科", "儿科", "眼科",
    "耳鼻喉科", "口腔科", "皮肤科", "急诊科", "重症医学科", "手术室", "血透室", "放射科", "检验科",
    "药剂科", "门诊部", "供应室", "病案室", "院办公室", "财务科", "人事科",
)  # fmt: skip

BUILDINGS = (("外科楼", 9), ("内科楼", 9), ("门诊楼", 5), ("医技楼", 4), ("行政楼", 4))

SURNAMES = "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕"
GIVEN = (
    "建国", "志强", "秀英", "丽华", "国庆", "海燕", "小军", "玉兰", "永刚", "春梅", "文斌", "晓红",
    "德明", "雪梅", "立新", "桂芳", "长江", "金凤", "振华", "淑珍", "卫东", "慧敏", "少华", "艳玲",
)  # fmt: skip
