using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Figment.Server;

/// <summary>The health of the server.</summary>
/// <param name="Status"><c>healthy</c>: the server answers.</param>
/// <param name="Waiting">The number of requests that wait for the model.</param>
internal sealed record HealthAnswer(string Status, long Waiting);

/// <summary>The addresses that exist whatever the model makes.</summary>
internal static class ModelEndpoints
{
    internal const string SeedHeader = "Figment-Seed";

    /// <summary>Maps a page for browsers, a description of the model, and the health of the server.</summary>
    /// <param name="routes">The routes to add to.</param>
    /// <param name="page">The page.</param>
    /// <param name="describe">Describes the model; null maps no address for that.</param>
    /// <returns>The group for the model's other addresses.</returns>
    internal static RouteGroupBuilder MapModel(this IEndpointRouteBuilder routes, Delegate page, Delegate? describe = null)
    {
        RouteGroupBuilder group = routes.MapGroup("").WithTags("model");
        group.MapGet("/", page).ExcludeFromDescription();
        if (describe is not null)
            group.MapGet("/model", describe).WithSummary("A description of the model");
        group
            .MapGet("/health", (IServed model) => new HealthAnswer("healthy", model.Waiting))
            .WithSummary("The health of the server");
        return group;
    }

    /// <summary>
    /// The group for addresses whose requests make the model work. These requests may be invalid, too many, or too slow.
    /// </summary>
    internal static RouteGroupBuilder MapWork(this IEndpointRouteBuilder routes) =>
        routes
            .MapGroup("")
            .ProducesProblem(StatusCodes.Status400BadRequest)
            .ProducesProblem(StatusCodes.Status503ServiceUnavailable)
            .ProducesProblem(StatusCodes.Status504GatewayTimeout);
}
