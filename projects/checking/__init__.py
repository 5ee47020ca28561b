"""Looking an office over: is everything that is kept what it was when it was stored?"""

from projects.checking.contents import ContentTrouble, check_contents
from projects.checking.results import ResultTrouble, check_results

__all__ = ["ContentTrouble", "ResultTrouble", "check_contents", "check_results"]
