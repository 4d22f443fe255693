"""Lists come in pages by number, with the total: {"count", "next", "previous", "results"}."""

from rest_framework.pagination import PageNumberPagination


class CasePagination(PageNumberPagination):
    page_size = 50
    page_size_query_param = "page_size"
    max_page_size = 200
