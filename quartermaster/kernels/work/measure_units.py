"""In which units it is said how much was done: 2 支, 190 套, 1 500 ㎡."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class MeasureUnit(models.TextChoices):
    """The unit dictionary of the field."""

    SET = "套", _("set 套")
    LEAF = "扇", _("leaf 扇")
    GROUP = "组", _("group 组")
    ROOM = "间", _("room 间")
    TUBE = "支", _("tube 支")
    ROD = "根", _("length 根")
    PLANT = "株", _("plant 株")
    POT = "盆", _("pot 盆")
    MACHINE = "台", _("machine 台")
    DEVICE = "部", _("device 部")
    SQUARE_METRE = "㎡", "㎡"
    METRE = "m", "m"
    TON = "t", "t"
    KILOGRAM = "kg", "kg"
    CUBIC_METRE = "m³", "m³"
    TIMES = "次", _("times 次")
    PIECE = "个", _("piece 个")
    ITEM = "件", _("item 件")
    LOCK = "把", _("handle, lock 把")
    SHEET = "张", _("sheet 张")
    BLOCK = "块", _("pane 块")
    SEAT = "座", _("structure 座")
    SPOT = "处", _("spot 处")
    HOUSEHOLD = "户", _("household 户")
    BED = "床", _("bed 床")
    TRIP = "趟", _("trip 趟")
    SHARE = "份", _("copy 份")
    ONLY = "只", _("piece 只")
