using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Figment.Server;

/// <summary>Whether it is well.</summary>
/// <param name="Status"><c>healthy</c>: it answers.</param>
/// <param name="Waiting">Requests that wait for the model.</param>
internal sealed record HealthAnswer(string Status, long Waiting);

/// <summary>What has an address whatever the model makes.</summary>
internal static class ModelEndpoints
{
    internal const string SeedHeader = "Figment-Seed";

    /// <summary>A page for browsers, what the model is, and whether the server is well.</summary>
    /// <param name="routes">Where.</param>
    /// <param name="page">The page.</param>
    /// <param name="describe">Tells what the model is; null gives that no address.</param>
    /// <returns>Where the model's other addresses belong.</returns>
    internal static RouteGroupBuilder MapModel(this IEndpointRouteBuilder routes, Delegate page, Delegate? describe = null)
    {
        RouteGroupBuilder group = routes.MapGroup("").WithTags("model");
        group.MapGet("/", page).ExcludeFromDescription();
        if (describe is not null)
            group.MapGet("/model", describe).WithSummary("What the model is");
        group
            .MapGet("/health", (IServed model) => new HealthAnswer("healthy", model.Waiting))
            .WithSummary("Whether the server is well");
        return group;
    }

    /// <summary>
    /// Where addresses belong at which the model works, which may be asked wrongly, by too many, or for too long.
    /// </summary>
    internal static RouteGroupBuilder MapWork(this IEndpointRouteBuilder routes) =>
        routes
            .MapGroup("")
            .ProducesProblem(StatusCodes.Status400BadRequest)
            .ProducesProblem(StatusCodes.Status503ServiceUnavailable)
            .ProducesProblem(StatusCodes.Status504GatewayTimeout);
}
