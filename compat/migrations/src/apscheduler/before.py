from datetime import datetime

from apscheduler.events import EVENT_JOB_ERROR
from apscheduler.jobstores.sqlalchemy import SQLAlchemyJobStore
from apscheduler.schedulers.background import BackgroundScheduler

import shop


def start_jobs() -> BackgroundScheduler:
    scheduler = BackgroundScheduler(
        jobstores={"default": SQLAlchemyJobStore(url="sqlite:///jobs.sqlite")},
        job_defaults={"coalesce": True, "max_instances": 1, "misfire_grace_time": 3600},
        timezone="Europe/Berlin",
    )
    scheduler.add_job(
        shop.clean_up, "cron", hour=3, id="nightly-cleanup", replace_existing=True
    )
    scheduler.add_job(
        shop.sync_orders, "cron", minute="*/15", id="sync-orders", replace_existing=True
    )
    scheduler.add_listener(
        lambda event: shop.report(event.job_id, event.exception), EVENT_JOB_ERROR
    )
    scheduler.start()
    return scheduler


def remind_at(scheduler: BackgroundScheduler, when: datetime, cart_id: str) -> None:
    scheduler.add_job(
        shop.remind,
        "date",
        run_date=when,
        args=[cart_id],
        id=f"cart/{cart_id}",
        replace_existing=True,
    )


def stop(scheduler: BackgroundScheduler) -> None:
    scheduler.shutdown(wait=True)
