using Microsoft.Extensions.DependencyInjection;

namespace ShadowMig.Driver.Planning;

/// <summary>Registration of the planner and the ways that it knows.</summary>
public static class PlanningServices
{
    /// <summary>Adds the planner; the order of the models breaks ties.</summary>
    public static IServiceCollection AddPlanning(this IServiceCollection services)
    {
        foreach (IStrategyModel model in MigrationPlanner.AllWays)
            services.AddSingleton(model);
        return services.AddSingleton<IMigrationPlanner, MigrationPlanner>();
    }
}
