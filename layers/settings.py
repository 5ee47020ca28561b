"""Settings of one installation, read from `ECOATLAS_*` variables of the environment."""

from __future__ import annotations

from pathlib import Path

from pydantic import Field, SecretStr, ValidationError
from pydantic_settings import BaseSettings, SettingsConfigDict

from geo.errors import EcoAtlasError, declare
from geo.words import Text

CHECKOUT = Path(__file__).resolve().parent.parent

SETTING_INVALID = declare(
    "setting-invalid",
    "error",
    Text(
        "设置 {name} 的值“{value}”不能用：{why}。",
        "The setting {name} cannot be “{value}”: {why}.",
    ),
    Text(
        "请改正或删除这个环境变量；各项设置见 docs/reference/settings.md。",
        "Correct or unset this environment variable; docs/reference/settings.md lists them all.",
    ),
    status=500,
)


class Settings(BaseSettings):
    """Where data lives, and how much an upload may cost. Every field has a default that works."""

    model_config = SettingsConfigDict(
        env_prefix="ECOATLAS_",
        env_ignore_empty=True,  # an empty path would be the folder that one stands in
        frozen=True,
        extra="ignore",
    )

    home: Path = Field(
        default=CHECKOUT / "var",
        description="数据文件夹 / folder of all data (database, version store, scratch files)",
    )
    shared: Path | None = Field(
        default=None,
        description="多机共用的文件夹（上传、生成的文件、签章密钥、底图），默认即数据文件夹 / "
        "folder that machines share (uploads, files made, the key of statements, basemaps), "
        "default home",
    )
    database_url: str | None = Field(
        default=None,
        description="数据库地址，默认用数据文件夹内 SQLite / database URL, default SQLite in home",
    )
    store_url: str | None = Field(
        default=None,
        description="版本库地址（文件夹或 fsspec URL）/ version store: a folder or an fsspec URL",
    )
    district_lon: float = Field(
        default=114.0, description="辖区中心经度（度）/ longitude of the district's middle, degrees"
    )
    district_lat: float = Field(
        default=30.5, description="辖区中心纬度（度）/ latitude of the district's middle, degrees"
    )
    upload_mb: int = Field(
        default=1024, gt=0, description="上传文件上限（MB）/ largest file accepted, MB"
    )
    read_memory_mb: int = Field(
        default=4096, gt=0, description="解析进程内存上限（MB）/ memory of the reading process, MB"
    )
    read_seconds: int = Field(
        default=1800,
        gt=0,
        description="解析时间上限（秒）/ time for reading one file, seconds",
    )

    queue_url: str | None = Field(
        default=None,
        description="后台任务队列（redis://…），默认为数据文件夹内的文件 / queue of background "
        "jobs, default a file in home",
    )
    workers: int = Field(
        default=1, gt=0, le=16, description="同时进行的后台任务数 / background jobs done at once"
    )

    scheduler_url: str | None = Field(
        default=None,
        description="Dask 调度器（tcp://主机:8786），覆盖率由它的工作进程计算；默认在本机 / Dask "
        "scheduler whose workers compute coverage, default this machine",
    )

    secret_key: SecretStr | None = Field(
        default=None,
        min_length=32,
        description="签名密钥，多机共用时填写；默认在数据文件夹内生成 / key that signs cookies, "
        "shared by several machines; made in home by default",
    )
    session_idle_minutes: int = Field(
        default=30,
        gt=0,
        description="无操作多久后须重新登录（分钟）/ idle minutes before signing in again",
    )
    session_hours: int = Field(
        default=12, gt=0, description="一次登录最长时间（小时）/ longest time signed in, hours"
    )
    limits_url: str | None = Field(
        default=None,
        description="登录限速计数的存放处（redis://…），默认为数据文件夹内的文件 / counts of "
        "failed sign-ins, default a file in home",
    )
    trusted_proxy: str = Field(
        default="",
        description="反向代理的地址，如 127.0.0.1 / address of the reverse proxy that is believed",
    )
    trusted_hosts: str = Field(
        default="",
        description="网页服务另外接受的主机名（逗号分隔）/ further host names answered to, "
        "by commas",
    )

    web_processes: int | None = Field(
        default=None,
        gt=0,
        le=64,
        description="网页服务进程数，默认每个处理器一个、最多 2 / processes that answer, "
        "default one for each processor, two at most",
    )

    @property
    def resolved_home(self) -> Path:
        return self.home.expanduser().resolve()

    @property
    def resolved_shared(self) -> Path:
        return self.shared.expanduser().resolve() if self.shared else self.resolved_home

    @property
    def resolved_database_url(self) -> str:
        return (
            self.database_url or f"sqlite:///{(self.resolved_home / 'ecoatlas.sqlite').as_posix()}"
        )

    @property
    def resolved_store_url(self) -> str:
        return self.store_url or str(self.resolved_home / "store")

    @property
    def scratch(self) -> Path:
        """Folder for files that are being worked on; anything in it may be deleted."""
        return self.resolved_home / "scratch"


def get_settings() -> Settings:
    """Settings as the environment says now; nothing is cached, so pass the result along.

    Raises `setting-invalid`.
    """
    try:
        return Settings()
    except ValidationError as error:
        first = error.errors()[0]
        name = "ECOATLAS_" + "_".join(str(part) for part in first["loc"]).upper()
        raise EcoAtlasError(
            SETTING_INVALID, name=name, value=first["input"], why=first["msg"]
        ) from None
